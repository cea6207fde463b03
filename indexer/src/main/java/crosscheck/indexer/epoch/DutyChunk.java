package crosscheck.indexer.epoch;

import crosscheck.indexer.follow.Columns;
import crosscheck.spec.Duties.Registry;
import crosscheck.spec.Duties.Summary;
import crosscheck.spec.Duties.Votes;
import crosscheck.spec.Uint64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * A row of {@code duties}: validators of an epoch's end, one after the other in each byte string.
 * The manual of the database says how they are packed.
 *
 * @param first index of the first validator
 * @param lowestBalance what the balances are counted from: Gwei, uint64
 * @param balances as many bytes for each as the greatest needs, big-endian
 * @param marks one byte for each
 * @param inclusionDistances one byte for each
 * @param committees one or two bytes for each, big-endian
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DutyChunk(
    int first,
    long lowestBalance,
    byte[] balances,
    byte[] marks,
    byte[] inclusionDistances,
    byte[] committees) {

  static final int VALIDATORS = 4096;
  private static final int SLASHED = 8;
  private static final int STATUS_SHIFT = 4;
  private static final int MOST_DISTANCE = 0xff;

  /** All validators, and what they did for the previous epoch. */
  static List<DutyChunk> of(Summary summary) {
    List<DutyChunk> chunks = new ArrayList<>();
    int size = summary.registry().size();
    for (int first = 0; first < size; first += VALIDATORS) {
      chunks.add(of(summary, first, Math.min(VALIDATORS, size - first)));
    }
    return chunks;
  }

  private static DutyChunk of(Summary summary, int first, int count) {
    Registry registry = summary.registry();
    Optional<Votes> votes = summary.previous();
    // The greatest number of the width means none, so it must be free.
    int width = votes.isPresent() && votes.get().committeeCount() > 0xff ? 2 : 1;
    long[] balances = new long[count];
    long[] committees = new long[count];
    byte[] marks = new byte[count];
    byte[] distances = new byte[count];
    long lowest = Uint64.MAX;
    for (int i = 0; i < count; i++) {
      int index = first + i;
      balances[i] = registry.balances()[index];
      lowest = Uint64.min(lowest, balances[i]);
      int mark = registry.statuses()[index].ordinal() << STATUS_SHIFT;
      mark |= registry.slashed()[index] ? SLASHED : 0;
      mark |= votes.map(v -> (int) v.marks()[index]).orElse(0);
      marks[i] = (byte) mark;
      distances[i] =
          (byte) Math.min(MOST_DISTANCE, votes.map(v -> v.inclusionDelays()[index]).orElse(0));
      committees[i] = votes.map(v -> v.committees()[index]).orElse(-1);
    }
    return new DutyChunk(
        first,
        lowest,
        packed(above(lowest, balances)),
        marks,
        distances,
        packed(committees, width));
  }

  private static long[] above(long lowest, long[] values) {
    long[] above = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      above[i] = values[i] - lowest;
    }
    return above;
  }

  /** In the fewest bytes that hold the greatest; no bytes at all when all are zero. */
  private static byte[] packed(long[] values) {
    long all = 0;
    for (long value : values) {
      all |= value;
    }
    return packed(values, (Long.SIZE - Long.numberOfLeadingZeros(all) + 7) / 8);
  }

  private static byte[] packed(long[] values, int width) {
    byte[] packed = new byte[values.length * width];
    for (int i = 0; i < values.length; i++) {
      for (int at = 0; at < width; at++) {
        packed[i * width + at] = (byte) (values[i] >>> (8 * (width - 1 - at)));
      }
    }
    return packed;
  }

  void bind(SqlStatement<?> row, Tip tip, long epoch) {
    row.bind("tip_input_id", tip.inputIdOrNull());
    row.bind("epoch", EpochEnd.integer(epoch));
    row.bind("first_validator", first);
    row.bind("lowest_balance_gwei", Columns.unsigned(lowestBalance));
    row.bind("balances", balances);
    row.bind("marks", marks);
    row.bind("inclusion_distances", inclusionDistances);
    row.bind("committees", committees);
  }
}
