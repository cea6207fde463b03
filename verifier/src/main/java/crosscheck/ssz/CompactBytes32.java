package crosscheck.ssz;

import org.apache.tuweni.bytes.AbstractBytes;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.MutableBytes32;

/**
 * 32 bytes as four words in one object: 48 bytes of memory, where an array and its wrapper take 72.
 */
final class CompactBytes32 extends AbstractBytes implements Bytes32 {

  final long word0;
  final long word1;
  final long word2;
  final long word3;

  CompactBytes32(long word0, long word1, long word2, long word3) {
    this.word0 = word0;
    this.word1 = word1;
    this.word2 = word2;
    this.word3 = word3;
  }

  static CompactBytes32 read(byte[] in, int at) {
    return new CompactBytes32(
        LittleEndian.getLong(in, at),
        LittleEndian.getLong(in, at + 8),
        LittleEndian.getLong(in, at + 16),
        LittleEndian.getLong(in, at + 24));
  }

  /** The same bytes in compact form. */
  static CompactBytes32 of(Bytes32 bytes) {
    return bytes instanceof CompactBytes32 compact ? compact : read(bytes.toArrayUnsafe(), 0);
  }

  static void write(Bytes32 bytes, byte[] out, int at) {
    if (bytes instanceof CompactBytes32 compact) {
      LittleEndian.putLong(out, at, compact.word0);
      LittleEndian.putLong(out, at + 8, compact.word1);
      LittleEndian.putLong(out, at + 16, compact.word2);
      LittleEndian.putLong(out, at + 24, compact.word3);
    } else {
      System.arraycopy(bytes.toArrayUnsafe(), 0, out, at, SIZE);
    }
  }

  private long word(int index) {
    return switch (index) {
      case 0 -> word0;
      case 1 -> word1;
      case 2 -> word2;
      case 3 -> word3;
      default -> throw new IndexOutOfBoundsException("byte " + 8 * index + " of 32");
    };
  }

  @Override
  public byte get(int i) {
    return (byte) (word(i >> 3) >>> (8 * (i & 7)));
  }

  @Override
  public byte[] toArrayUnsafe() {
    byte[] bytes = new byte[SIZE];
    write(this, bytes, 0);
    return bytes;
  }

  @Override
  public Bytes slice(int from, int length) {
    return Bytes.wrap(toArrayUnsafe(), from, length);
  }

  @Override
  public Bytes32 copy() {
    return this;
  }

  @Override
  public MutableBytes32 mutableCopy() {
    return MutableBytes32.wrap(toArrayUnsafe());
  }

  @Override
  public boolean equals(Object other) {
    if (other instanceof CompactBytes32 that) {
      return word0 == that.word0
          && word1 == that.word1
          && word2 == that.word2
          && word3 == that.word3;
    }
    return super.equals(other);
  }

  /** As of any other byte string with this content. */
  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
