package crosscheck.ssz;

/** A list of bits; its limit belongs to its type. Immutable. */
public final class Bitlist extends Bits {

  Bitlist(int size, byte[] bytes) {
    super(size, bytes);
  }

  public static Bitlist of(boolean... bits) {
    return new Bitlist(bits.length, pack(bits));
  }

  /** {@code size} bits, none of them set. */
  public static Bitlist zeros(int size) {
    return new Bitlist(size, new byte[byteCount(size)]);
  }

  public Bitlist with(long index, boolean bit) {
    return new Bitlist(size(), bytesWith(index, bit));
  }

  /**
   * Bits set in either.
   *
   * @throws IllegalArgumentException when the lists differ in size
   */
  public Bitlist or(Bitlist that) {
    requireSameSize(that);
    byte[] union = bytes().clone();
    for (int i = 0; i < union.length; i++) {
      union[i] |= that.bytes()[i];
    }
    return new Bitlist(size(), union);
  }

  /**
   * Whether a bit is set in both.
   *
   * @throws IllegalArgumentException when the lists differ in size
   */
  public boolean intersects(Bitlist that) {
    requireSameSize(that);
    for (int i = 0; i < bytes().length; i++) {
      if ((bytes()[i] & that.bytes()[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  private void requireSameSize(Bitlist that) {
    if (size() != that.size()) {
      throw new IllegalArgumentException(size() + " bits and " + that.size() + " bits");
    }
  }
}
