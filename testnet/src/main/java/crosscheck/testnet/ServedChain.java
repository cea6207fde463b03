package crosscheck.testnet;

import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Phase0;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What a node shows of itself: its head, every block it accepted, and its latest states. Written by
 * the network's thread, read by those that serve requests, so that nobody waits for a node at work.
 */
final class ServedChain {

  /** States are large once they are written; a node serves the latest ones. */
  private static final int STATES_KEPT = 64;

  private final Phase0 spec;
  private final BeaconState genesis;
  private final Map<Bytes32, Stored> blocks = new HashMap<>();

  /** By state root; those accepted last. */
  private final Map<Bytes32, BeaconState> states =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes32, BeaconState> eldest) {
          return size() > STATES_KEPT;
        }
      };

  private Stored head;
  private BeaconState headState;

  /** An accepted block. */
  record Stored(Bytes32 root, long slot, Bytes32 parentRoot, Bytes32 stateRoot, Bytes ssz) {}

  ServedChain(Phase0 spec, BeaconState genesis) {
    this.spec = spec;
    this.genesis = genesis;
    BeaconBlock block = spec.genesisBlock(genesis);
    add(spec.root(block), block, spec.ssz().encode(block), genesis);
    move(spec.root(block), genesis);
  }

  /** Keeps a block that the node accepted. */
  synchronized void add(Bytes32 root, BeaconBlock block, Bytes ssz, BeaconState post) {
    blocks.put(root, new Stored(root, block.slot(), block.parentRoot(), block.stateRoot(), ssz));
    states.put(block.stateRoot(), post);
  }

  /** The node's fork choice has a new head. */
  synchronized void move(Bytes32 root, BeaconState state) {
    head = blocks.get(root);
    headState = state;
  }

  synchronized Stored head() {
    return head;
  }

  synchronized BeaconState headState() {
    return headState;
  }

  synchronized HeadAnswer headAnswer() {
    long slots = spec.config().uint64("SLOTS_PER_EPOCH");
    return new HeadAnswer(
        headState.slot(),
        head.root(),
        head.stateRoot(),
        headState.finalizedCheckpoint().epoch() * slots,
        headState.finalizedCheckpoint().root(),
        headState.currentJustifiedCheckpoint().epoch() * slots,
        headState.currentJustifiedCheckpoint().root(),
        headState.previousJustifiedCheckpoint().epoch() * slots,
        headState.previousJustifiedCheckpoint().root());
  }

  synchronized Optional<Stored> block(Bytes32 root) {
    return Optional.ofNullable(blocks.get(root));
  }

  /**
   * The last block of the head's chain at or before a slot; empty when the slot is after the head.
   */
  synchronized Optional<Stored> blockAt(long slot) {
    if (Long.compareUnsigned(slot, head.slot()) > 0) {
      return Optional.empty();
    }
    Stored block = head;
    while (Long.compareUnsigned(block.slot(), slot) > 0) {
      block = blocks.get(block.parentRoot());
    }
    return Optional.of(block);
  }

  /** A state by its hash tree root, if it is one of the latest. */
  synchronized Optional<BeaconState> state(Bytes32 root) {
    return Optional.ofNullable(states.get(root));
  }

  BeaconState genesis() {
    return genesis;
  }
}
