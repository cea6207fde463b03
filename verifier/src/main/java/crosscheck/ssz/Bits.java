package crosscheck.ssz;

import java.util.Arrays;

/** Bits in order, immutable. */
public abstract sealed class Bits permits Bitlist, Bitvector {

  private final int size;

  /** Bit i is bit i % 8 of byte i / 8; zero behind the last bit. */
  private final byte[] bytes;

  Bits(int size, byte[] bytes) {
    this.size = size;
    this.bytes = bytes;
  }

  static byte[] pack(boolean... bits) {
    byte[] bytes = new byte[byteCount(bits.length)];
    for (int i = 0; i < bits.length; i++) {
      if (bits[i]) {
        bytes[i / 8] |= (byte) (1 << i % 8);
      }
    }
    return bytes;
  }

  static int byteCount(int bits) {
    return (int) ((bits + 7L) / 8);
  }

  /** Number of bits. */
  public int size() {
    return size;
  }

  /**
   * @param index read as unsigned
   * @throws IndexOutOfBoundsException when there is no such bit
   */
  public boolean get(long index) {
    int i = Indices.check(index, size);
    return (bytes[i / 8] >> i % 8 & 1) == 1;
  }

  /** How many bits are set. */
  public int count() {
    int count = 0;
    for (byte b : bytes) {
      count += Integer.bitCount(b & 0xff);
    }
    return count;
  }

  /** The bytes of these bits with one of them set or cleared. */
  byte[] bytesWith(long index, boolean bit) {
    int i = Indices.check(index, size);
    byte[] changed = bytes.clone();
    int mask = 1 << i % 8;
    changed[i / 8] = (byte) (bit ? changed[i / 8] | mask : changed[i / 8] & ~mask);
    return changed;
  }

  /** Not to be written to. */
  byte[] bytes() {
    return bytes;
  }

  /** The same bits of the same class. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Bits that
        && getClass() == that.getClass()
        && size == that.size
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * size + Arrays.hashCode(bytes);
  }

  /** First bit first: {@code 1101}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(size);
    for (int i = 0; i < size; i++) {
      text.append(get(i) ? '1' : '0');
    }
    return text.toString();
  }
}
