package crosscheck.testnet;

import crosscheck.settings.Value;
import java.util.BitSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Validator indices, written as ranges: {@code 0-3}, {@code 0-3,8,12-15}. Immutable.
 *
 * <p>A class and not a record, because it keeps a set of bits that is not to be changed.
 */
public final class IndexRanges {

  /** No index at all. */
  public static final IndexRanges NONE = new IndexRanges(new BitSet());

  private static final int LARGEST = 9_999_999;
  private static final Pattern FORM =
      Pattern.compile("[0-9]{1,7}(-[0-9]{1,7})?( *, *[0-9]{1,7}(-[0-9]{1,7})?)*");

  private final BitSet indices;

  private IndexRanges(BitSet indices) {
    this.indices = indices;
  }

  /**
   * @param first from 0
   * @param count 0 or more
   */
  public static IndexRanges of(int first, int count) {
    BitSet indices = new BitSet();
    indices.set(first, first + count);
    return new IndexRanges(indices);
  }

  /**
   * @throws crosscheck.settings.SettingsException when it is of another form, or a range runs
   *     backwards
   */
  public static IndexRanges read(Value value) {
    String expected = "validators such as 0-3 or 0-3,8,12-15 (at most %d)".formatted(LARGEST);
    BitSet indices = new BitSet();
    for (String range : value.text(FORM, expected).split(" *, *", -1)) {
      String[] ends = range.split("-", -1);
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (last < first) {
        throw value.wrong("the range %s runs backwards".formatted(range));
      }
      indices.set(first, last + 1);
    }
    return new IndexRanges(indices);
  }

  public boolean contains(long index) {
    return index >= 0 && index <= LARGEST && indices.get((int) index);
  }

  public int count() {
    return indices.cardinality();
  }

  /** In ascending order. */
  public IntStream stream() {
    return indices.stream();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexRanges that && indices.equals(that.indices);
  }

  @Override
  public int hashCode() {
    return indices.hashCode();
  }

  /** As it may be read again; empty for none. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int first = indices.nextSetBit(0); first >= 0; ) {
      int end = indices.nextClearBit(first);
      text.append(text.isEmpty() ? "" : ",").append(first);
      if (end - 1 > first) {
        text.append('-').append(end - 1);
      }
      first = indices.nextSetBit(end);
    }
    return text.toString();
  }
}
