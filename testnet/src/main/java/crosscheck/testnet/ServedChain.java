package crosscheck.testnet;

import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Phase0;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
  private final BlockArchive archive;
  private final BeaconState genesis;
  private final int genesisNumber;

  /** Numbers of the blocks that the node accepted. */
  private final BitSet accepted = new BitSet();

  /** By state root; those accepted last. */
  private final Map<Bytes32, BeaconState> states =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes32, BeaconState> eldest) {
          return size() > STATES_KEPT;
        }
      };

  private int head;
  private BeaconState headState;
  private boolean up;

  /** An accepted block. */
  record Stored(Bytes32 root, long slot, Bytes32 parentRoot, Bytes32 stateRoot, Bytes ssz) {}

  ServedChain(Phase0 spec, BlockArchive archive, BeaconState genesis) {
    this.spec = spec;
    this.archive = archive;
    this.genesis = genesis;
    BeaconBlock block = spec.genesisBlock(genesis);
    this.genesisNumber = archive.add(spec.ssz().encode(block)).number();
    restart();
  }

  /** Forgets every block but that of genesis. */
  synchronized void restart() {
    accepted.clear();
    states.clear();
    add(genesisNumber, genesis);
    head = genesisNumber;
    headState = genesis;
  }

  /** Keeps a block that the node accepted. */
  synchronized void add(int number, BeaconState post) {
    accepted.set(number);
    states.put(archive.stateRoot(number), post);
  }

  /** The node's fork choice has a new head. */
  synchronized void move(Bytes32 root, BeaconState state) {
    head = number(root).orElseThrow();
    headState = state;
  }

  /** Whether the node answers at all. */
  synchronized void turn(boolean on) {
    up = on;
  }

  synchronized boolean up() {
    return up;
  }

  synchronized boolean accepted(int number) {
    return accepted.get(number);
  }

  /** The accepted block with that id. */
  synchronized OptionalInt number(Bytes32 root) {
    for (int number : archive.withRoot(root)) {
      if (accepted.get(number)) {
        return OptionalInt.of(number);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * A block and those before it on its chain, without that of genesis.
   *
   * @param most at most so many
   * @return numbers, the block itself last; empty when it is not accepted
   */
  synchronized List<Integer> chainTo(Bytes32 root, int most) {
    List<Integer> chain = new ArrayList<>();
    OptionalInt at = number(root);
    while (at.isPresent() && at.getAsInt() != genesisNumber && chain.size() < most) {
      chain.add(at.getAsInt());
      at = number(archive.parentRoot(at.getAsInt()));
    }
    Collections.reverse(chain);
    return chain;
  }

  synchronized Stored head() {
    return stored(head);
  }

  synchronized BeaconState headState() {
    return headState;
  }

  private Stored stored(int number) {
    return new Stored(
        archive.root(number),
        archive.slot(number),
        archive.parentRoot(number),
        archive.stateRoot(number),
        archive.ssz(number));
  }

  synchronized HeadAnswer headAnswer() {
    long slots = spec.config().uint64("SLOTS_PER_EPOCH");
    return new HeadAnswer(
        headState.slot(),
        archive.root(head),
        archive.stateRoot(head),
        headState.finalizedCheckpoint().epoch() * slots,
        headState.finalizedCheckpoint().root(),
        headState.currentJustifiedCheckpoint().epoch() * slots,
        headState.currentJustifiedCheckpoint().root(),
        headState.previousJustifiedCheckpoint().epoch() * slots,
        headState.previousJustifiedCheckpoint().root());
  }

  synchronized Optional<Stored> block(Bytes32 root) {
    OptionalInt number = number(root);
    return number.isPresent() ? Optional.of(stored(number.getAsInt())) : Optional.empty();
  }

  /**
   * The last block of the head's chain at or before a slot; empty when the slot is after the head.
   */
  synchronized Optional<Stored> blockAt(long slot) {
    if (Long.compareUnsigned(slot, archive.slot(head)) > 0) {
      return Optional.empty();
    }
    int number = head;
    while (Long.compareUnsigned(archive.slot(number), slot) > 0) {
      number = number(archive.parentRoot(number)).orElseThrow();
    }
    return Optional.of(stored(number));
  }

  /** A state by its hash tree root, if it is one of the latest. */
  synchronized Optional<BeaconState> state(Bytes32 root) {
    return Optional.ofNullable(states.get(root));
  }

  BeaconState genesis() {
    return genesis;
  }
}
