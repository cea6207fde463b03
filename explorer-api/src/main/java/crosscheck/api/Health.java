package crosscheck.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Whether the parts work, and how far judging is behind receiving. */
final class Health {

  private static final String INDEXER =
      """
      select
        (select count(*) from verdicts
          where status = 'unjudged' and waiting_for is null) as backlog,
        (select count(*) from verdicts where waiting_for = 'parent') as waiting_for_parent,
        (select count(*) from verdicts where waiting_for = 'slot') as waiting_for_slot,
        (select count(*) from verdicts where status = 'error') as errors,
        (select i.received_at from inputs i
          where i.id = (select min(input_id) from verdicts
            where status = 'unjudged' and waiting_for is null)) as oldest,
        (select received_at from inputs order by id desc limit 1) as last_received_at,
        (select happened_at from event_log order by id desc limit 1) as last_event_at,
        (select coalesce(sum(input_count), 0)::bigint from discards) as discarded,
        exists(select from pg_locks
          where locktype = 'advisory' and granted
            and (classid::bigint << 32 | objid::bigint) = 7165912498747697259
            and database = (select oid from pg_database where datname = current_database()))
          as active
      """;

  private final Clock clock;

  Health(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param status {@code ok}; when something is wrong the answer is an error with 503 instead
   */
  record Report(String status, DatabasePart database, IndexerPart indexer) {}

  /**
   * @param micros how long our queries took, microseconds
   */
  record DatabasePart(String status, long micros) {}

  /**
   * @param active whether a process judges over this database now
   * @param backlog inputs received and next to be judged
   * @param lagSeconds how long the oldest of the backlog has waited; 0 when there is none
   * @param waitingForParent blocks whose parent's state is not known
   * @param waitingForSlot blocks whose slot has not come
   * @param errors inputs on which we failed
   * @param discarded inputs that were not kept
   */
  record IndexerPart(
      boolean active,
      long backlog,
      long lagSeconds,
      long waitingForParent,
      long waitingForSlot,
      long errors,
      long discarded,
      Optional<Instant> lastReceivedAt,
      Optional<Instant> lastEventAt) {}

  Report report(Handle handle) {
    long start = System.nanoTime();
    IndexerPart indexer =
        handle
            .createQuery(INDEXER)
            .map(
                (row, context) -> {
                  Optional<Instant> oldest =
                      Optional.ofNullable(row.getTimestamp("oldest")).map(at -> at.toInstant());
                  return new IndexerPart(
                      row.getBoolean("active"),
                      row.getLong("backlog"),
                      oldest.map(this::secondsSince).orElse(0L),
                      row.getLong("waiting_for_parent"),
                      row.getLong("waiting_for_slot"),
                      row.getLong("errors"),
                      row.getLong("discarded"),
                      Optional.ofNullable(row.getTimestamp("last_received_at"))
                          .map(at -> at.toInstant()),
                      Optional.ofNullable(row.getTimestamp("last_event_at"))
                          .map(at -> at.toInstant()));
                })
            .one();
    long micros = (System.nanoTime() - start) / 1000;
    return new Report("ok", new DatabasePart("ok", micros), indexer);
  }

  private long secondsSince(Instant time) {
    return Math.max(0, Duration.between(time, clock.instant()).toSeconds());
  }
}
