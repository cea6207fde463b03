package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** What is received waits too long to be judged. */
record Backlog(Options options) implements Rule.OfState {

  @Override
  public List<Condition> holding(Look look) {
    return look.handle()
        .createQuery(Sql.named("alert_backlog"))
        .map((row, context) -> row.getObject("received_at", OffsetDateTime.class).toInstant())
        .findOne()
        .filter(
            oldest ->
                !waited(oldest, look).minus(options.duration("warning", look.now())).isNegative())
        .map(oldest -> List.of(condition(oldest, look)))
        .orElse(List.of());
  }

  private static Duration waited(Instant oldest, Look look) {
    return Duration.between(oldest, look.now().now());
  }

  private Condition condition(Instant oldest, Look look) {
    Duration waited = waited(oldest, look);
    boolean critical = waited.compareTo(options.duration("critical", look.now())) >= 0;
    return Condition.of(
        "judging",
        critical ? Severity.CRITICAL : Severity.WARNING,
        "Judging is behind: a block has waited for " + Wording.roughly(waited),
        Map.of("oldest_received_at", oldest.toString()));
  }
}
