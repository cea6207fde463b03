package crosscheck.api;

import crosscheck.bls.Bls;
import crosscheck.bls.ConfirmedChecker;
import crosscheck.bls.DeferredChecker;
import crosscheck.bls.SignatureChecker;
import crosscheck.spec.Block;
import crosscheck.spec.InvalidException;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.SszDiff;
import crosscheck.ssz.SszDiff.Difference;
import crosscheck.ssz.SszException;
import crosscheck.ssz.SszType;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/** What a block changed in the state, field by field. */
final class BlockChanges {

  private final Spec spec;
  private final Blocks blocks;
  private final PastStates states;
  private final SignatureChecker decides = ConfirmedChecker.preferred();

  BlockChanges(Spec spec, Blocks blocks, PastStates states) {
    this.spec = spec;
    this.blocks = blocks;
    this.states = states;
  }

  /**
   * What became of the parent's post-state.
   *
   * @param slots what the passing of slots changed, epochs among them, before the block
   * @param block what the block's own processing changed; empty when a check refuses the block
   *     before its state root is compared: then it changes nothing
   * @param claimedStateRoot the post-state's root as the block has it
   * @param stateRoot ours; empty when {@code block} is
   */
  record Answer(
      Bytes root,
      Bytes hash,
      String slot,
      String verdict,
      Slots slots,
      Optional<Part> block,
      Bytes claimedStateRoot,
      Optional<Bytes> stateRoot) {}

  /**
   * The way from the parent to the block's slot.
   *
   * @param fromSlot the parent's
   * @param toSlot the block's
   * @param epochsEnded how many epochs were processed on the way
   * @param fromStateRoot root of the parent's post-state
   * @param stateRoot root of the state that the block finds
   */
  record Slots(
      long fromSlot,
      long toSlot,
      long epochsEnded,
      Bytes fromStateRoot,
      Bytes stateRoot,
      List<Difference> changes,
      boolean more) {}

  /**
   * @param more whether there are more changes than were asked for
   */
  record Part(List<Difference> changes, boolean more) {}

  /**
   * The states before and after a block.
   *
   * @param parent post-state of its parent
   * @param pre the same at the block's slot
   * @param post empty when a check before that of the state root refuses the block
   */
  record Around(State parent, State pre, Optional<State> post) {}

  /**
   * @param limit most changes of each part
   * @throws ApiException 404 when there is no such block, or no state it starts from; 503 as {@link
   *     PastStates} has it
   */
  Answer of(Handle handle, BlockId id, int limit) {
    Blocks.Stored stored = blocks.stored(handle, id);
    Around around =
        around(handle, stored)
            .orElseThrow(() -> ApiException.notFound(withoutState(stored.summary())));
    long perEpoch = spec.config().uint64("SLOTS_PER_EPOCH");
    List<Difference> bySlots = between(around.parent(), around.pre(), limit + 1);
    Optional<List<Difference>> byBlock =
        around.post().map(post -> between(around.pre(), post, limit + 1));
    BlockSummary block = stored.summary();
    return new Answer(
        block.root().orElseThrow(),
        block.hash().orElseThrow(),
        block.slot().orElseThrow(),
        block.verdict(),
        new Slots(
            around.parent().slot(),
            around.pre().slot(),
            around.pre().slot() / perEpoch - around.parent().slot() / perEpoch,
            spec.hash(around.parent()),
            spec.hash(around.pre()),
            first(bySlots, limit),
            bySlots.size() > limit),
        byBlock.map(changes -> new Part(first(changes, limit), changes.size() > limit)),
        block.stateRoot().orElseThrow(),
        around.post().map(spec::hash));
  }

  /**
   * The states before and after a block; empty when its parent has none: the block is malformed,
   * waits, or has an invalid ancestor.
   */
  Optional<Around> around(Handle handle, Blocks.Stored stored) {
    Optional<Block> decoded = decoded(stored);
    if (decoded.isEmpty() || !judged(stored.summary())) {
      return Optional.empty();
    }
    Block block = decoded.get();
    State parent = states.post(handle, block.parentRoot());
    if (Long.compareUnsigned(block.slot(), parent.slot()) < 0) {
      return Optional.of(new Around(parent, parent, Optional.empty()));
    }
    State pre = states.at(handle, block.parentRoot(), block.slot());
    return Optional.of(new Around(parent, pre, executed(stored.summary(), pre, block)));
  }

  /** Whether the transition of the block was run: its parent is valid. */
  static boolean judged(BlockSummary block) {
    return block.inputId().isPresent()
        && (block.verdict().equals("valid")
            || (block.verdict().equals("invalid") && block.invalidAncestorRoot().isEmpty()));
  }

  private Optional<State> executed(BlockSummary summary, State pre, Block block) {
    boolean refused =
        summary.verdict().equals("invalid")
            && !summary.failure().flatMap(Failed::check).equals(Optional.of("STATE_ROOT"));
    if (refused || pre.slot() != block.slot()) {
      return Optional.empty();
    }
    SignatureChecker signatures = new DeferredChecker(Bls.preferred(), decides);
    try {
      return Optional.of(spec.execute(pre, block, signatures));
    } catch (InvalidException e) {
      throw new IllegalStateException("a block judged otherwise fails now", e);
    }
  }

  private Optional<Block> decoded(Blocks.Stored stored) {
    try {
      return Optional.of(spec.decodeBlock(stored.ssz()));
    } catch (SszException e) {
      return Optional.empty();
    }
  }

  private List<Difference> between(State before, State after, int most) {
    return before == after ? List.of() : between(before.getClass(), before, after, most);
  }

  private <T> List<Difference> between(Class<T> type, State before, State after, int most) {
    SszType<T> schema = spec.ssz().type(type);
    return SszDiff.between(schema, type.cast(before), type.cast(after), most);
  }

  private static List<Difference> first(List<Difference> changes, int limit) {
    return changes.size() <= limit ? changes : changes.subList(0, limit);
  }

  private static String withoutState(BlockSummary block) {
    return switch (block.verdict()) {
      case "genesis" -> "The genesis block changes nothing: its state is given.";
      case "malformed" -> "These bytes are no block: they change nothing.";
      case "invalid" -> "The block has an invalid ancestor: there is no state it could change.";
      default -> "The block is not judged yet: the state it starts from is not known.";
    };
  }
}
