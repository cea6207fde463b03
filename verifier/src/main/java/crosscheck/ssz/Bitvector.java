package crosscheck.ssz;

/** A fixed number of bits; the number belongs to its type. Immutable. */
public final class Bitvector extends Bits {

  Bitvector(int size, byte[] bytes) {
    super(size, bytes);
  }

  public static Bitvector of(boolean... bits) {
    return new Bitvector(bits.length, pack(bits));
  }

  /** {@code size} bits, none of them set. */
  public static Bitvector zeros(int size) {
    return new Bitvector(size, new byte[byteCount(size)]);
  }

  public Bitvector with(long index, boolean bit) {
    return new Bitvector(size(), bytesWith(index, bit));
  }

  /** Each bit moved to the next index: the first becomes zero, the last falls away. */
  public Bitvector shifted() {
    boolean[] bits = new boolean[size()];
    for (int i = 1; i < bits.length; i++) {
      bits[i] = get(i - 1L);
    }
    return of(bits);
  }
}
