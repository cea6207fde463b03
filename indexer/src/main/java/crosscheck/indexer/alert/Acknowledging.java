package crosscheck.indexer.alert;

import crosscheck.db.Database;
import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Events;
import crosscheck.indexer.follow.Sql;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Lets people say that they deal with an alert. Works in any process, also where alerts are not
 * made: the engine learns of it from the database.
 */
public final class Acknowledging {

  private final Jdbi jdbi;
  private final Clock clock;

  public Acknowledging(Database database, Clock clock) {
    this.jdbi = database.jdbi();
    this.clock = clock;
  }

  /** What came of it; it is durable. */
  public enum Outcome {
    /** It is acknowledged, and an event tells of it. */
    DONE,
    /** Somebody had acknowledged it before; that stands. */
    ALREADY,
    /** The alert is resolved. */
    RESOLVED,
    /** There is no such alert. */
    UNKNOWN
  }

  private record Acknowledged(String rule, String cause, String severity, String title) {}

  /**
   * Acknowledges an alert.
   *
   * @param by who does; at most as long as a name is
   */
  public Outcome acknowledge(long alertId, String by) {
    return jdbi.inTransaction(handle -> acknowledge(handle, alertId, by));
  }

  private Outcome acknowledge(Handle handle, long alertId, String by) {
    Instant now = clock.instant();
    Optional<Acknowledged> found =
        handle
            .createQuery(Sql.named("acknowledge_alert"))
            .bind("id", alertId)
            .bind("at", Columns.at(now))
            .bind("by", by)
            .map(
                (row, context) ->
                    new Acknowledged(
                        row.getString("rule"),
                        row.getString("cause"),
                        row.getString("severity"),
                        row.getString("title")))
            .findOne();
    if (found.isEmpty()) {
      Optional<Boolean> open =
          handle
              .createQuery(Sql.named("alert_open"))
              .bind("id", alertId)
              .mapTo(Boolean.class)
              .findOne();
      return open.map(is -> is ? Outcome.ALREADY : Outcome.RESOLVED).orElse(Outcome.UNKNOWN);
    }
    Events events = new Events(handle);
    events.add(
        now,
        "alert_acknowledged",
        OptionalLong.empty(),
        "alert_id",
        String.valueOf(alertId),
        "rule",
        found.get().rule(),
        "cause",
        found.get().cause(),
        "severity",
        found.get().severity(),
        "title",
        found.get().title(),
        "by",
        by);
    events.write();
    return Outcome.DONE;
  }
}
