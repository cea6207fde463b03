package crosscheck.api;

import crosscheck.spec.Check;
import crosscheck.spec.Spec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** How many blocks have which verdict, and how often each check failed. */
final class Verdicts {

  private static final String COUNTS =
      """
      select status, waiting_for, count(*) as n
      from verdicts
      group by status, waiting_for
      """;

  private static final String FAILURES =
      """
      select failed, count(*) as n
      from (
        select failure_check as failed from verdicts where failure_check is not null
        union all
        select fork_choice_check from verdicts where fork_choice_check is not null) checks
      group by failed
      """;

  private static final int LATEST = 10;

  private final Spec spec;
  private final Blocks blocks;

  Verdicts(Spec spec, Blocks blocks) {
    this.spec = spec;
    this.blocks = blocks;
  }

  /**
   * @param counts of inputs by verdict, every word present
   * @param latestFailures the latest invalid, malformed and error inputs
   */
  record Summary(long total, Map<String, Long> counts, List<BlockSummary> latestFailures) {}

  /**
   * One condition of the spec.
   *
   * @param id stable name
   * @param assertion ordinal among the asserts of the function, from 1; empty for an implicit one
   * @param wording what is wrong when it fails
   * @param link section of the spec
   * @param failed inputs for which it was the first to fail, in the transition or in fork choice
   */
  record CheckCount(
      String id,
      String function,
      OptionalInt assertion,
      String wording,
      String link,
      long failed) {}

  Summary summary(Handle handle) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (VerdictWord verdict : VerdictWord.values()) {
      counts.put(verdict.word(), 0L);
    }
    handle
        .createQuery(COUNTS)
        .map(
            (row, context) -> {
              Optional<String> waiting = Optional.ofNullable(row.getString("waiting_for"));
              String word = VerdictWord.of(row.getString("status"), waiting).word();
              return Map.entry(word, row.getLong("n"));
            })
        .forEach(entry -> counts.merge(entry.getKey(), entry.getValue(), Long::sum));
    Blocks.Filter failures =
        new Blocks.Filter(
            Set.of(VerdictWord.INVALID, VerdictWord.MALFORMED, VerdictWord.ERROR),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            LATEST);
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    return new Summary(total, counts, blocks.list(handle, failures).data());
  }

  /** Every check of the version, in spec order. */
  List<CheckCount> checks(Handle handle) {
    Map<String, Long> failed = new LinkedHashMap<>();
    handle
        .createQuery(FAILURES)
        .map((row, context) -> Map.entry(row.getString("failed"), row.getLong("n")))
        .forEach(entry -> failed.put(entry.getKey(), entry.getValue()));
    return spec.checks().stream().map(check -> count(check, failed)).toList();
  }

  private static CheckCount count(Check check, Map<String, Long> failed) {
    return new CheckCount(
        check.id(),
        check.function(),
        check.assertion(),
        check.wording(),
        check.link(),
        failed.getOrDefault(check.id(), 0L));
  }
}
