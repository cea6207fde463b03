package crosscheck.indexer.exercise;

import crosscheck.indexer.follow.Sql;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * How the network counts time.
 *
 * @param genesisTime Unix time of slot 0, seconds
 */
record NetworkTime(long genesisTime, long secondsPerSlot, long slotsPerEpoch) {

  /** Of the network that the database is about. */
  static NetworkTime read(Handle handle) {
    return handle
        .createQuery(Sql.named("exercise_network_time"))
        .map(
            (row, context) ->
                new NetworkTime(
                    row.getLong("genesis_time"),
                    row.getLong("seconds_per_slot"),
                    row.getLong("slots_per_epoch")))
        .one();
  }

  /** The slot at a time; negative before genesis. */
  long slotAt(Instant time) {
    return Math.floorDiv(time.getEpochSecond() - genesisTime, secondsPerSlot);
  }

  /** When a slot begins. */
  Instant start(long slot) {
    return Instant.ofEpochSecond(genesisTime + slot * secondsPerSlot);
  }

  /** When a slot is over. */
  Instant end(long slot) {
    return start(slot + 1);
  }

  long epochOf(long slot) {
    return slot / slotsPerEpoch;
  }
}
