package crosscheck.indexer.epoch;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Duties;
import crosscheck.spec.Duties.Outcome;
import crosscheck.spec.Duties.Summary;
import crosscheck.spec.Duties.Votes;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.spec.Uint64;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * An epoch at its end on a chain: a row of {@code epochs} and its rows of {@code duties}.
 *
 * @param tip last block of the chain within the epoch, or before it when it has none
 * @param summary of the state at the last slot
 * @param missed slots without a block, counted from the epoch's first, and who had to propose
 * @param outcome of the end of the epoch
 */
record EpochEnd(Tip tip, Summary summary, Missed missed, Outcome outcome) {

  /**
   * Slots without a block.
   *
   * @param slots counted from the first of the epoch, ascending
   * @param proposers validator indices, one for each; null for nobody
   */
  record Missed(List<Integer> slots, List<Integer> proposers) {

    static Missed of(Summary summary, int[] proposers) {
      List<Integer> slots = new ArrayList<>();
      List<Integer> absent = new ArrayList<>();
      for (int i = 0; i < summary.blocks().size(); i++) {
        if (!summary.blocks().get(i)) {
          slots.add(i);
          absent.add(proposers[i] < 0 ? null : (Integer) proposers[i]);
        }
      }
      return new Missed(slots, absent);
    }
  }

  /**
   * @param state at the last slot of the epoch
   * @param after any state of the next epoch on the same chain
   */
  static EpochEnd of(Spec spec, Tip tip, State state, State after) {
    Duties duties = spec.duties();
    Summary summary = duties.summary(state);
    return new EpochEnd(
        tip, summary, Missed.of(summary, duties.proposers(state)), duties.outcome(after));
  }

  static void write(Handle handle, List<EpochEnd> ends) {
    if (ends.isEmpty()) {
      return;
    }
    PreparedBatch epochs = handle.prepareBatch(Sql.named("insert_epoch"));
    PreparedBatch duties = handle.prepareBatch(Sql.named("insert_duties"));
    for (EpochEnd end : ends) {
      end.bind(epochs);
      epochs.add();
      for (DutyChunk chunk : DutyChunk.of(end.summary)) {
        chunk.bind(duties, end.tip, end.summary.epoch());
        duties.add();
      }
    }
    epochs.execute();
    duties.execute();
  }

  private void bind(SqlStatement<?> row) {
    Optional<Votes> previous = summary.previous();
    row.bind("tip_input_id", tip.inputIdOrNull());
    row.bind("epoch", integer(summary.epoch()));
    row.bind("validator_count", summary.registry().size());
    row.bind("slashed_count", slashedCount());
    row.bind("committee_count", summary.current().committeeCount());
    row.bind("start_shard", integer(summary.current().startShard()));
    row.bind("previous_committee_count", previous.map(Votes::committeeCount).orElse(null));
    row.bind(
        "previous_start_shard", previous.map(votes -> integer(votes.startShard())).orElse(null));
    row.bind("justified_epoch", integer(outcome.justified().epoch()));
    row.bind("finalized_epoch", integer(outcome.finalized().epoch()));
    row.bind("justification_bits", outcome.justificationBits());
    bindVotes(row, summary);
    bindBalances(row);
    row.bind("missed_slots", orNull(missed.slots()));
    row.bind("missed_proposers", orNull(missed.proposers()));
    row.bind(
        "crosslink_ends",
        outcome.crosslinks().stream()
            .map(link -> integer(link.endEpoch()))
            .toArray(Integer[]::new));
  }

  /** The columns of participation, of an epoch that has ended or not. */
  static void bindVotes(SqlStatement<?> row, Summary summary) {
    row.bind("active_gwei", Columns.unsigned(summary.current().activeGwei()));
    row.bind("source_gwei", Columns.unsigned(summary.current().sourceGwei()));
    row.bind("target_gwei", Columns.unsigned(summary.current().targetGwei()));
    row.bind("head_gwei", Columns.unsigned(summary.current().headGwei()));
    Optional<Votes> previous = summary.previous();
    row.bind("previous_active_gwei", previous.map(v -> Columns.unsigned(v.activeGwei())));
    row.bind("previous_source_gwei", previous.map(v -> Columns.unsigned(v.sourceGwei())));
    row.bind("previous_target_gwei", previous.map(v -> Columns.unsigned(v.targetGwei())));
    row.bind("previous_head_gwei", previous.map(v -> Columns.unsigned(v.headGwei())));
  }

  private void bindBalances(SqlStatement<?> row) {
    long lowest = Uint64.MAX;
    long highest = 0;
    // The deposits of a hostile network add up to more than a uint64.
    BigInteger sum = BigInteger.ZERO;
    for (long balance : summary.registry().balances()) {
      lowest = Uint64.min(lowest, balance);
      highest = Uint64.max(highest, balance);
      sum = sum.add(Columns.unsigned(balance).toBigInteger());
    }
    row.bind("balance_gwei", new BigDecimal(sum));
    row.bind("lowest_balance_gwei", Columns.unsigned(lowest));
    row.bind("highest_balance_gwei", Columns.unsigned(highest));
  }

  private int slashedCount() {
    int count = 0;
    for (boolean slashed : summary.registry().slashed()) {
      count += slashed ? 1 : 0;
    }
    return count;
  }

  /** As an array, or NULL for none. */
  static Integer[] orNull(List<Integer> values) {
    return values.isEmpty() ? null : values.toArray(Integer[]::new);
  }

  /** For {@code integer}; only a made-up genesis state has greater values than that holds. */
  static int integer(long uint64) {
    return (int) Uint64.min(uint64, Integer.MAX_VALUE);
  }
}
