package crosscheck.indexer.epoch;

import crosscheck.indexer.follow.Follower;
import crosscheck.indexer.follow.Following;
import crosscheck.indexer.follow.Head;
import crosscheck.indexer.follow.Judged;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Block;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.spec.Uint64;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/**
 * Writes an epoch when a valid block is the first of a later one, for the chain that leads to that
 * block. All chains that end the epoch with the same block share the row: it depends on nothing
 * else, so it is written with the first child and never changes.
 */
public final class EpochFollower implements Follower {

  /**
   * So many epochs are written when a block comes after a gap, the first ones: the judge has
   * executed them all, and once more would hold up everybody.
   */
  private static final int MOST_IN_A_GAP = 64;

  /** Blocks remembered beyond the transaction at hand; others are asked for. */
  private static final int REMEMBERED = 1024;

  private final Handle handle;
  private final Following following;
  private final Spec spec;
  private final long slotsPerEpoch;
  private final Map<Bytes32, Tip> tips = new LinkedHashMap<>();
  private final List<EpochEnd> unwritten = new ArrayList<>();

  /** Blocks that came while this follower looked and ended no epoch yet: no row is theirs. */
  private final Set<Bytes32> endedNone = new LinkedHashSet<>();

  private Optional<Bytes32> movedTo = Optional.empty();

  public EpochFollower(Following following) {
    this.handle = following.handle();
    this.following = following;
    this.spec = following.network().spec();
    this.slotsPerEpoch = spec.config().uint64("SLOTS_PER_EPOCH");
  }

  @Override
  public void valid(Judged judged) {
    Block block = judged.judgement().block().orElseThrow();
    Bytes32 root = judged.judgement().root().orElseThrow();
    Tip parent = tip(block.parentRoot());
    tips.put(root, new Tip(OptionalLong.of(judged.inputId()), root, block.slot()));
    endedNone.add(root);
    long first = epoch(parent.slot());
    long next = epoch(block.slot());
    if (first != next) {
      end(parent, first, next, judged);
    }
  }

  @Override
  public void moved(Judged by, Head before, Head after) {
    movedTo = Optional.of(after.root());
  }

  @Override
  public void write() {
    EpochEnd.write(handle, unwritten);
    unwritten.clear();
    if (movedTo.isPresent()) {
      Tip head = tip(movedTo.get());
      RunningEpoch.write(handle, spec, head, state(head.root()));
      movedTo = Optional.empty();
    }
    forget();
  }

  /** The block is the first of epoch {@code next} on its chain, and the one before is the tip. */
  private void end(Tip tip, long first, long next, Judged judged) {
    long written = Math.min(next - first, MOST_IN_A_GAP);
    List<Long> missing =
        LongStream.range(first, first + written).boxed().collect(Collectors.toList());
    missing.removeAll(recorded(tip, first, first + written - 1));
    if (missing.isEmpty()) {
      return;
    }
    State state = state(tip.root());
    for (long epoch : missing) {
      state = advanced(state, (epoch + 1) * slotsPerEpoch - 1);
      // Nothing but the end of an epoch changes checkpoints and crosslinks, so any state of the
      // next one has those that it led to.
      State after =
          epoch == next - 1
              ? judged.judgement().post().orElseThrow()
              : advanced(state, (epoch + 1) * slotsPerEpoch);
      unwritten.add(EpochEnd.of(spec, tip, state, after));
      following
          .events()
          .add(judged.at(), "epoch_ended", tip.inputId(), "epoch", Uint64.text(epoch));
      state = after;
    }
  }

  private Set<Long> recorded(Tip tip, long first, long last) {
    if (endedNone.remove(tip.root())) {
      return Set.of();
    }
    Set<Long> recorded = new HashSet<>();
    for (EpochEnd end : unwritten) {
      if (end.tip().equals(tip)) {
        recorded.add(end.summary().epoch());
      }
    }
    recorded.addAll(
        handle
            .createQuery(Sql.named("recorded_epochs"))
            .bind("first", first)
            .bind("last", last)
            .bind("tip_input_id", tip.inputIdOrNull())
            .mapTo(Long.class)
            .list());
    return recorded;
  }

  private State advanced(State state, long slot) {
    return state.slot() == slot ? state : spec.advance(state, slot);
  }

  private State state(Bytes32 root) {
    return following
        .states()
        .apply(root)
        .orElseThrow(() -> new IllegalStateException("there is no state of valid block " + root));
  }

  /** A valid block, or genesis. */
  private Tip tip(Bytes32 root) {
    return tips.computeIfAbsent(root, this::ask);
  }

  private Tip ask(Bytes32 root) {
    if (root.equals(following.network().genesisRoot())) {
      return new Tip(OptionalLong.empty(), root, following.network().genesis().slot());
    }
    return handle
        .createQuery(Sql.named("valid_block"))
        .bind("root", root.toArrayUnsafe())
        .map(
            (row, context) ->
                new Tip(
                    OptionalLong.of(row.getLong("input_id")),
                    root,
                    row.getBigDecimal("slot").toBigIntegerExact().longValue()))
        .findOne()
        .orElseThrow(() -> new IllegalStateException("valid block " + root + " is not stored"));
  }

  /** The oldest, once everything is in the tables. */
  private void forget() {
    forgetOldest(tips.values().iterator(), tips.size());
    forgetOldest(endedNone.iterator(), endedNone.size());
  }

  private static void forgetOldest(Iterator<?> oldest, int size) {
    for (int count = size; count > REMEMBERED; count--) {
      oldest.next();
      oldest.remove();
    }
  }

  private long epoch(long slot) {
    return Uint64.dividedBy(slot, slotsPerEpoch);
  }
}
