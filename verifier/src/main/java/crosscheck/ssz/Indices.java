package crosscheck.ssz;

/**
 * Indices as the spec has them, uint64, into things that are never larger than an int can count.
 */
final class Indices {

  private Indices() {}

  /**
   * @param index read as unsigned
   * @throws IndexOutOfBoundsException when it is not less than {@code size}
   */
  static int check(long index, int size) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(
          "index " + Long.toUnsignedString(index) + " of " + size + " elements");
    }
    return (int) index;
  }
}
