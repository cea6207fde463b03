package crosscheck.indexer.tally;

import crosscheck.indexer.follow.Follower;
import crosscheck.indexer.follow.Following;
import crosscheck.indexer.follow.Judged;
import crosscheck.indexer.follow.Sql;
import crosscheck.replay.Verdict;
import crosscheck.spec.Failure;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** How many inputs have which final verdict, and how many failed on each check. */
public final class VerdictCounts implements Follower {

  private final Handle handle;

  /** Of the transaction at hand. */
  private final Map<Verdict, Long> verdicts = new TreeMap<>();

  private final Map<String, Failures> failures = new TreeMap<>();

  private record Failures(long count, long latestInputId) {

    Failures and(Failures later) {
      return new Failures(count + later.count, later.latestInputId);
    }
  }

  /** As far as the database is. */
  public VerdictCounts(Following following) {
    this.handle = following.handle();
  }

  @Override
  public void valid(Judged judged) {
    count(judged);
  }

  @Override
  public void invalid(Judged judged) {
    count(judged);
  }

  @Override
  public void condemned(long inputId, Bytes32 root, Bytes32 ancestor, Instant at) {
    verdicts.merge(Verdict.INVALID, 1L, Long::sum);
  }

  private void count(Judged judged) {
    verdicts.merge(judged.judgement().verdict(), 1L, Long::sum);
    judged.judgement().failure().ifPresent(failure -> count(failure, judged));
    judged.judgement().forkChoice().ifPresent(refusal -> count(refusal, judged));
  }

  private void count(Failure failure, Judged judged) {
    failures.merge(failure.check(), new Failures(1, judged.inputId()), Failures::and);
  }

  @Override
  public void write() {
    if (verdicts.isEmpty()) {
      return;
    }
    PreparedBatch counts = handle.prepareBatch(Sql.named("add_verdicts"));
    verdicts.forEach(
        (verdict, count) -> counts.bind("status", verdict.word()).bind("input_count", count).add());
    counts.execute();
    verdicts.clear();
    if (failures.isEmpty()) {
      return;
    }
    PreparedBatch checks = handle.prepareBatch(Sql.named("add_check_failures"));
    failures.forEach(
        (check, failed) ->
            checks
                .bind("check_name", check)
                .bind("input_count", failed.count())
                .bind("latest_input_id", failed.latestInputId())
                .add());
    checks.execute();
    failures.clear();
  }
}
