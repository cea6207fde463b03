package crosscheck.indexer.epoch;

import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Duties;
import crosscheck.spec.Duties.Summary;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.util.Arrays;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The row of {@code running_epochs}: the epoch that the head is in. */
final class RunningEpoch {

  private RunningEpoch() {}

  /**
   * @param state post-state of the head
   */
  static void write(Handle handle, Spec spec, Tip head, State state) {
    Duties duties = spec.duties();
    Summary summary = duties.summary(state);
    int[] proposers = duties.proposers(state);
    Update row = handle.createUpdate(Sql.named("write_running_epoch"));
    row.bind("head_input_id", head.inputIdOrNull());
    row.bind("epoch", EpochEnd.integer(summary.epoch()));
    EpochEnd.bindVotes(row, summary);
    row.bind(
        "proposer_indices",
        Arrays.stream(proposers)
            .mapToObj(index -> index < 0 ? null : (Integer) index)
            .toArray(Integer[]::new));
    row.bind("missed_slots", EpochEnd.orNull(EpochEnd.Missed.of(summary, proposers).slots()));
    row.execute();
  }
}
