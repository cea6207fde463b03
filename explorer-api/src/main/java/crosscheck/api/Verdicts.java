package crosscheck.api;

import crosscheck.spec.Check;
import crosscheck.spec.Spec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/** How many blocks have which verdict, and how often each check failed. */
final class Verdicts {

  private static final String COUNTS =
      """
      select status, null as waiting_for, input_count as n
      from verdict_counts
      union all
      select 'error', null, count(*)
      from verdicts
      where status = 'error'
      union all
      select 'unjudged', waiting_for, count(*)
      from verdicts
      where waiting_for is not null
      group by waiting_for
      union all
      select 'unjudged', null, count(*)
      from verdicts
      where status = 'unjudged' and waiting_for is null
      """;

  /** Running totals; what failed through an ancestor has no check of its own. */
  private static final String FAILURES =
      """
      select f.check_name, f.input_count, f.latest_input_id, b.root, b.slot::text as slot,
             v.judged_at, v.failure_message
      from check_failures f
      join verdicts v on v.input_id = f.latest_input_id
      left join blocks b on b.input_id = f.latest_input_id
      """;

  private static final int LATEST = 10;

  private final Spec spec;
  private final BlockList blocks;

  Verdicts(Spec spec, BlockList blocks) {
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
   * @param share of all failures on a check, from 0 to 1, four digits; empty when there is none
   * @param latest the latest of those inputs
   */
  record CheckCount(
      String id,
      String function,
      OptionalInt assertion,
      String wording,
      String link,
      long failed,
      Optional<String> share,
      Optional<Example> latest) {}

  /**
   * An input that failed.
   *
   * @param root empty when it does not decode, as {@code slot}
   */
  record Example(
      long inputId,
      Optional<Bytes> root,
      Optional<String> slot,
      Instant judgedAt,
      Optional<String> message) {}

  private record Failures(long count, Example latest) {}

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
    BlockFilter failures =
        new BlockFilter(
            Set.of(VerdictWord.INVALID, VerdictWord.MALFORMED, VerdictWord.ERROR),
            Optional.empty(),
            Optional.empty(),
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
    Map<String, Failures> failed = new LinkedHashMap<>();
    handle
        .createQuery(FAILURES)
        .map(
            (row, context) ->
                Map.entry(
                    row.getString("check_name"),
                    new Failures(row.getLong("input_count"), example(row))))
        .forEach(entry -> failed.put(entry.getKey(), entry.getValue()));
    long all = failed.values().stream().mapToLong(Failures::count).sum();
    return spec.checks().stream()
        .map(check -> count(check, Optional.ofNullable(failed.get(check.id())), all))
        .toList();
  }

  /**
   * One check. The blocks that failed on it are in the list of blocks, by its name.
   *
   * @throws ApiException 404 when the version has no such check
   */
  CheckCount check(Handle handle, String id) {
    return checks(handle).stream()
        .filter(check -> check.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound(spec.version() + " has no check of the name '" + id + "'."));
  }

  private static Example example(ResultSet row) throws SQLException {
    return new Example(
        row.getLong("latest_input_id"),
        Optional.ofNullable(row.getBytes("root")).map(Bytes::wrap),
        Optional.ofNullable(row.getString("slot")),
        row.getTimestamp("judged_at").toInstant(),
        Optional.ofNullable(row.getString("failure_message")));
  }

  private static CheckCount count(Check check, Optional<Failures> failures, long all) {
    long failed = failures.map(Failures::count).orElse(0L);
    return new CheckCount(
        check.id(),
        check.function(),
        check.assertion(),
        check.wording(),
        check.link(),
        failed,
        all == 0 ? Optional.empty() : Optional.of(fraction(failed, all)),
        failures.map(Failures::latest));
  }

  private static String fraction(long part, long whole) {
    return BigDecimal.valueOf(part)
        .divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP)
        .toPlainString();
  }
}
