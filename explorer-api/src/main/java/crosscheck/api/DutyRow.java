package crosscheck.api;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A row of {@code duties}, as the manual of the database says it is packed: up to 4096 validators,
 * each at the same place in every byte string.
 *
 * @param epoch whose end it tells; the duties are those of the epoch before
 * @param first index of the first validator
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DutyRow(
    long epoch,
    long first,
    BigInteger lowestBalance,
    byte[] balances,
    byte[] marks,
    byte[] distances,
    byte[] committees,
    int committeeCount,
    int startShard) {

  static final int VALIDATORS = 4096;

  /** Inclusion distances are stored in a byte: this one means "that or more". */
  static final int MOST_DISTANCE = 255;

  private static final List<String> VOTES = List.of("source", "target", "head");
  private static final int SLASHED = 8;

  /**
   * What a validator had to attest in an epoch, and what it did.
   *
   * @param slot when it had to attest, and to which shard
   * @param inclusionDistance slots until a block included the attestation; empty when none did
   */
  record Duty(
      long epoch,
      long slot,
      long shard,
      Optional<Integer> inclusionDistance,
      boolean source,
      boolean target,
      boolean head) {}

  /** Reads the columns of the table, and {@code previous_committee_count|start_shard}. */
  static DutyRow read(ResultSet row) throws SQLException {
    return new DutyRow(
        row.getLong("epoch"),
        row.getLong("first_validator"),
        row.getBigDecimal("lowest_balance_gwei").toBigIntegerExact(),
        row.getBytes("balances"),
        row.getBytes("marks"),
        row.getBytes("inclusion_distances"),
        row.getBytes("committees"),
        row.getInt("previous_committee_count"),
        row.getInt("previous_start_shard"));
  }

  int size() {
    return marks.length;
  }

  /** Gwei, decimal. */
  String balance(int at) {
    return lowestBalance.add(number(balances, at)).toString();
  }

  boolean slashed(int at) {
    return (marks[at] & SLASHED) != 0;
  }

  /** The status in the words of the Beacon API. */
  String status(int at) {
    return switch ((marks[at] >> 4) & 7) {
      case 0 -> "pending_initialized";
      case 1 -> "pending_queued";
      case 2 -> "active_ongoing";
      case 3 -> slashed(at) ? "active_slashed" : "active_exiting";
      case 4 -> slashed(at) ? "exited_slashed" : "exited_unslashed";
      default -> balance(at).equals("0") ? "withdrawal_done" : "withdrawal_possible";
    };
  }

  /** The duty of the epoch before; empty when there was none. */
  Optional<Duty> duty(int at, Network network) {
    int width = committees.length / size();
    int committee = number(committees, at).intValueExact();
    if (committee == (1 << (8 * width)) - 1) {
      return Optional.empty();
    }
    long perSlot = committeeCount / network.slotsPerEpoch();
    int distance = distances[at] & 0xff;
    return Optional.of(
        new Duty(
            epoch - 1,
            (epoch - 1) * network.slotsPerEpoch() + committee / perSlot,
            (startShard + committee) % network.config().get("SHARD_COUNT").asLong(),
            distance == 0 ? Optional.empty() : Optional.of(distance),
            voted(at, "source"),
            voted(at, "target"),
            voted(at, "head")));
  }

  private boolean voted(int at, String what) {
    return ((marks[at] >> VOTES.indexOf(what)) & 1) != 0;
  }

  /** The big-endian number at a place; 0 when the string has no bytes for it. */
  private BigInteger number(byte[] packed, int at) {
    int width = packed.length / size();
    return width == 0 ? BigInteger.ZERO : new BigInteger(1, packed, at * width, width);
  }
}
