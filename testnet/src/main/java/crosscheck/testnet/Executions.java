package crosscheck.testnet;

import crosscheck.bls.Bls;
import crosscheck.bls.ConfirmedChecker;
import crosscheck.bls.DeferredChecker;
import crosscheck.spec.Failure;
import crosscheck.spec.InvalidException;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What clients make of blocks and slots, remembered by content: nodes that run the same client
 * share it, so that fifty nodes do not cost fifty times as much as one. Bounded; what is forgotten
 * is computed again. For one thread.
 */
final class Executions {

  /** Failure of a block whose signatures do not hold, while everything else does. */
  static final String BAD_SIGNATURE = "a bad signature";

  private static final int RESULTS_KEPT = 512;
  private static final int DUTIES_KEPT = 64;

  private final Bls bls = Bls.preferred();
  private final ConfirmedChecker decides = ConfirmedChecker.preferred();
  private final Map<BlockKey, Execution> results = recent(RESULTS_KEPT);
  private final Map<SlotKey, SlotDuties> duties = recent(DUTIES_KEPT);

  /**
   * What came of a block.
   *
   * @param post its post-state; empty when it is not valid
   * @param failure why it is not, in words
   */
  record Execution(Optional<BeaconState> post, String failure) {}

  private record BlockKey(String client, Bytes32 hash) {}

  private record SlotKey(String client, Bytes32 root, long slot) {}

  private static <K, V> Map<K, V> recent(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  private static <K, V> V kept(Map<K, V> memo, K key, Supplier<V> make) {
    V known = memo.get(key);
    if (known == null) {
      known = make.get();
      memo.put(key, known);
    }
    return known;
  }

  /**
   * Executes a block, with its signatures.
   *
   * @param wire one that decodes
   * @param parent the parent's post-state, as the client has it
   */
  Execution block(Client client, WireBlock wire, BeaconState parent) {
    return kept(
        results,
        new BlockKey(client.name(), wire.hash()),
        () -> execute(client, wire.block().orElseThrow(), parent));
  }

  private Execution execute(Client client, BeaconBlock block, BeaconState parent) {
    try {
      BeaconState pre =
          Long.compareUnsigned(parent.slot(), block.slot()) < 0
              ? at(client, block.parentRoot(), parent, block.slot())
              : parent;
      DeferredChecker deferred = new DeferredChecker(bls, decides);
      BeaconState post = client.execute(pre, block, deferred);
      if (!client.spec().hash(post).equals(block.stateRoot())) {
        return new Execution(Optional.empty(), "another state root");
      }
      return deferred.settle()
          ? new Execution(Optional.of(post), "")
          : new Execution(Optional.empty(), BAD_SIGNATURE);
    } catch (InvalidException e) {
      Failure failure = e.failure(client.spec().version());
      return new Execution(Optional.empty(), failure.function() + ": " + failure.message());
    }
  }

  /**
   * The state of a block's chain at a slot without further blocks.
   *
   * @param post the block's post-state, as the client has it
   * @param slot not before it
   */
  BeaconState at(Client client, Bytes32 root, BeaconState post, long slot) {
    return slot == post.slot() ? post : duties(client, root, post, slot).state();
  }

  /** What is to be done in a slot when the block is the head. */
  SlotDuties duties(Client client, Bytes32 root, BeaconState post, long slot) {
    return kept(
        duties,
        new SlotKey(client.name(), root, slot),
        () -> {
          // Slots pass one by one on an empty stretch: go on from the slot before.
          SlotDuties before = duties.get(new SlotKey(client.name(), root, slot - 1));
          BeaconState from = before == null ? post : before.state();
          return new SlotDuties(client, root, client.advance(from, slot));
        });
  }
}
