package crosscheck.ssz;

/**
 * How many elements a series may have: exactly {@code length} (a vector) or at most (a list).
 *
 * @param length elements; at least 1 for a vector, since empty vectors are illegal types
 */
record Bound(long length, boolean vector) {

  Bound {
    if (length < 0 || (vector && (length == 0 || length > Integer.MAX_VALUE))) {
      throw new IllegalArgumentException(
          (vector ? "illegal vector length " : "illegal limit ") + length);
    }
  }

  static Bound exactly(long length) {
    return new Bound(length, true);
  }

  static Bound atMost(long limit) {
    return new Bound(limit, false);
  }

  /** The vector's length as the size of something in memory. */
  int vectorLength() {
    return Math.toIntExact(length);
  }

  boolean admits(long size) {
    return vector ? size == length : size <= length;
  }

  /** For values: being out of bounds is a bug of whoever made them. */
  void require(long size) {
    if (!admits(size)) {
      throw new IllegalArgumentException(breach(size));
    }
  }

  /** For input. */
  void check(long size, int byteOffset) throws SszException {
    if (!admits(size)) {
      SszException.Kind kind = vector ? SszException.Kind.LENGTH : SszException.Kind.LIMIT;
      throw new SszException(kind, byteOffset, breach(size));
    }
  }

  /** For the plain form. */
  void checkPlain(long size) throws SszException {
    if (!admits(size)) {
      throw SszException.value(breach(size));
    }
  }

  /** Depth of the Merkle tree when {@code perChunk} elements share a chunk. */
  int depth(int perChunk) {
    return length == 0 ? 0 : Tree.height((length - 1) / perChunk + 1);
  }

  private String breach(long size) {
    return vector
        ? "has " + size + " elements, must have " + length
        : "has " + size + " elements, limit " + length;
  }
}
