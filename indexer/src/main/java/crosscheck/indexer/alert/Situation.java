package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/**
 * Where the network stands at one look.
 *
 * @param genesis time of slot 0
 * @param headRoot head of our fork choice
 * @param finalizedEpoch of our fork-choice store
 * @param live whether the network is followed as it happens: see {@link #of}. What was recorded
 *     long ago is not, and nothing in it is late by the clock
 */
record Situation(
    Instant now,
    Instant genesis,
    long secondsPerSlot,
    long slotsPerEpoch,
    Bytes headRoot,
    long headSlot,
    long finalizedEpoch,
    boolean live) {

  /** A block is on time when it comes no later than this after its slot began, or two epochs. */
  private static final Duration LATE = Duration.ofMinutes(1);

  /** An epoch's first block, with which finality moves, may be missed, or be on its way. */
  private static final long SLOTS_TO_WAIT = 2;

  /** A node whose last word is older does not say how the network stands. */
  private static final Duration STALE = Duration.ofMinutes(5);

  /**
   * Reads it. The network is live when the block at our head came on time (at genesis: when this
   * database was begun on time), or when we are at most an epoch behind the best head that a node
   * now answers with.
   *
   * @return empty while judging has not begun
   */
  static Optional<Situation> of(Handle handle, Instant now) {
    return handle
        .createQuery(Sql.named("alert_situation"))
        .bind("nodes_since", java.sql.Timestamp.from(now.minus(STALE)))
        .map((row, context) -> read(row, now))
        .findOne();
  }

  private static Situation read(ResultSet row, Instant now) throws SQLException {
    Instant genesis = Instant.ofEpochSecond(row.getBigDecimal("genesis_time").longValue());
    long secondsPerSlot = row.getLong("seconds_per_slot");
    long slotsPerEpoch = row.getLong("slots_per_epoch");
    long headSlot = row.getLong("head_slot");
    Instant due = genesis.plusSeconds(headSlot * secondsPerSlot);
    Duration epochs = Duration.ofSeconds(2 * slotsPerEpoch * secondsPerSlot);
    Instant came = row.getObject("head_received_at", OffsetDateTime.class).toInstant();
    boolean onTime = !came.isAfter(due.plus(epochs.compareTo(LATE) > 0 ? epochs : LATE));
    long nodesSlot = row.getLong("nodes_head_slot");
    boolean inStep = !row.wasNull() && headSlot + slotsPerEpoch >= nodesSlot;
    return new Situation(
        now,
        genesis,
        secondsPerSlot,
        slotsPerEpoch,
        Bytes.wrap(row.getBytes("head_root")),
        headSlot,
        row.getLong("finalized_epoch"),
        onTime || inStep);
  }

  /** The slot by the clock; negative before genesis. */
  long clockSlot() {
    return Math.floorDiv(now.getEpochSecond() - genesis.getEpochSecond(), secondsPerSlot);
  }

  long epoch(long slot) {
    return Math.floorDiv(slot, slotsPerEpoch);
  }

  /** The epoch in which things are now: by the clock when live, but at least that of our head. */
  long epochNow() {
    return epoch(live ? Math.max(headSlot, clockSlot() - SLOTS_TO_WAIT) : headSlot);
  }

  /** First slot of the finalized epoch. */
  long finalizedSlot() {
    return finalizedEpoch * slotsPerEpoch;
  }

  Duration slots(long count) {
    return Duration.ofSeconds(count * secondsPerSlot);
  }
}
