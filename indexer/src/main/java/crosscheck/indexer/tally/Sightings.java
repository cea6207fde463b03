package crosscheck.indexer.tally;

import crosscheck.indexer.follow.Follower;
import crosscheck.indexer.follow.Following;
import crosscheck.indexer.follow.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Who saw blocks first, and how long after him the others did. A block is counted once, {@link
 * #SETTLING_SLOTS} after its verdict: what comes later is a node that catches up, and says nothing
 * of how blocks travel. A block that only one node delivered is not counted, for nobody was first.
 */
public final class Sightings implements Follower {

  /** Slots that nodes have to deliver a block after we have judged it. */
  public static final int SETTLING_SLOTS = 8;

  private static final String READER = "sightings";

  /** Events looked at in one transaction; a database that has many waiting catches up in steps. */
  private static final int MOST_EVENTS = 500;

  private final Handle handle;
  private final Duration settling;
  private long place;
  private Instant now = Instant.MIN;

  /** Nothing is due before. */
  private Instant next = Instant.MIN;

  private record Due(long id, Instant at, OptionalLong validInputId) {

    static Due of(ResultSet row) throws SQLException {
      long input = row.getLong("valid_input_id");
      return new Due(
          row.getLong("id"),
          row.getObject("happened_at", OffsetDateTime.class).toInstant(),
          row.wasNull() ? OptionalLong.empty() : OptionalLong.of(input));
    }
  }

  /** As far as the database is. */
  public Sightings(Following following) {
    this.handle = following.handle();
    long secondsPerSlot = following.network().spec().config().uint64("SECONDS_PER_SLOT");
    this.settling = Duration.ofSeconds(SETTLING_SLOTS * secondsPerSlot);
    this.place =
        handle.createQuery(Sql.named("reader_place")).bind("name", READER).mapTo(Long.class).one();
  }

  @Override
  public void turn(Instant time) {
    now = time;
  }

  @Override
  public void write() {
    if (now.isBefore(next)) {
      return;
    }
    List<Due> due =
        handle
            .createQuery(Sql.named("sightings_due"))
            .bind("after", place)
            .bind("most", MOST_EVENTS)
            .map((row, context) -> Due.of(row))
            .list();
    Instant until = now.minus(settling);
    long reached = place;
    List<Long> inputs = new ArrayList<>();
    for (Due event : due) {
      if (event.at().isAfter(until)) {
        next = event.at().plus(settling);
        break;
      }
      reached = event.id();
      event.validInputId().ifPresent(inputs::add);
    }
    if (reached == place) {
      return;
    }
    if (!inputs.isEmpty()) {
      handle
          .createUpdate(Sql.named("count_sightings"))
          .bindArray("input_ids", Long.class, inputs)
          .execute();
    }
    handle
        .createUpdate(Sql.named("move_reader"))
        .bind("name", READER)
        .bind("last_event_id", reached)
        .execute();
    place = reached;
  }
}
