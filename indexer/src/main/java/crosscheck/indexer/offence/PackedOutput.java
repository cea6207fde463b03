package crosscheck.indexer.offence;

import java.util.Arrays;

/** Numbers in few bytes, one after the other. */
final class PackedOutput {

  private byte[] bytes = new byte[32];
  private int size;

  int size() {
    return size;
  }

  /** Small numbers, read as unsigned: 7 bits a byte, the lowest first. */
  void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    put((byte) rest);
  }

  /** Numbers near zero on either side. */
  void signed(long value) {
    varint(value << 1 ^ value >> 63);
  }

  /** Eight bytes, big-endian. */
  void fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      put((byte) (value >>> shift));
    }
  }

  private void put(byte b) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = b;
  }

  /** What was written since the last call. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }
}
