package crosscheck.ssz;

import crosscheck.ssz.SszException.Kind;

/**
 * The offsets at the beginning of a value, checked one by one as they are read: they count from the
 * value's own first byte, do not decrease and do not pass its end.
 *
 * @param in all bytes
 * @param from first byte of the value
 * @param to first byte behind it
 */
record Offsets(byte[] in, int from, int to) {

  /** The position of the first variable part, which is where the fixed part ends. */
  int first(int slot, int fixedLength) throws SszException {
    long offset = offset(slot);
    if (offset != fixedLength) {
      throw fault(slot, "first offset is " + offset + ", must be " + fixedLength);
    }
    return from + fixedLength;
  }

  /**
   * The position of a later variable part: not before {@code previous}, where the last one began.
   */
  int next(int slot, int previous) throws SszException {
    long offset = offset(slot);
    if (offset > to - from) {
      throw fault(slot, "offset " + offset + " is beyond the end at " + (to - from));
    }
    if (offset < previous - from) {
      throw fault(slot, "offset " + offset + " is less than the one before, " + (previous - from));
    }
    return from + (int) offset;
  }

  /**
   * How many elements a series of variable-size elements has: its first offset tells.
   *
   * @throws SszException also when the bound does not admit so many
   */
  int countOfSeries(Bound bound) throws SszException {
    if (to - from < Codec.OFFSET) {
      throw new SszException(
          Kind.LENGTH, to, "has " + (to - from) + " bytes, too few for an offset");
    }
    long first = offset(from);
    if (first == 0 || first % Codec.OFFSET != 0) {
      throw fault(from, "first offset " + first + " is not where a whole number of offsets ends");
    }
    if (first > to - from) {
      throw fault(from, "first offset " + first + " is beyond the end at " + (to - from));
    }
    int count = (int) (first / Codec.OFFSET);
    if (bound.vector() && !bound.admits(count)) {
      throw fault(from, "first offset is " + first + ", must be " + bound.length() * Codec.OFFSET);
    }
    bound.check(count, (int) (from + Math.min(bound.length(), count) * Codec.OFFSET));
    return count;
  }

  private long offset(int slot) {
    return Integer.toUnsignedLong(LittleEndian.getInt(in, slot));
  }

  private static SszException fault(int slot, String detail) {
    return new SszException(Kind.OFFSET, slot, detail);
  }
}
