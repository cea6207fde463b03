package crosscheck.ssz;

import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** Bytes written one after the other, with room for offsets that are known only later. */
final class Output {

  /** Some virtual machines have no longer arrays. */
  private static final long MAX_LENGTH = Integer.MAX_VALUE - 8;

  private byte[] bytes;
  private int length;

  Output(int expected) {
    bytes = new byte[expected];
  }

  int length() {
    return length;
  }

  /** Makes room for more bytes, zero, and returns the position of the first. */
  int reserve(int count) {
    int at = length;
    length = Math.addExact(at, count);
    if (length > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(length, 2L * bytes.length), MAX_LENGTH));
    }
    return at;
  }

  /** For writing into reserved room; another array after each {@link #reserve}. */
  byte[] bytes() {
    return bytes;
  }

  void put(byte[] more) {
    int at = reserve(more.length);
    System.arraycopy(more, 0, bytes, at, more.length);
  }

  Bytes toBytes() {
    return Bytes.wrap(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
  }
}
