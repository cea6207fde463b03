package crosscheck.ssz;

import org.apache.tuweni.bytes.AbstractBytes;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes48;
import org.apache.tuweni.bytes.MutableBytes48;

/**
 * 48 bytes as six words in one object: 64 bytes of memory, where an array and its wrapper take 88.
 */
final class CompactBytes48 extends AbstractBytes implements Bytes48 {

  private final long word0;
  private final long word1;
  private final long word2;
  private final long word3;
  private final long word4;
  private final long word5;

  private CompactBytes48(byte[] in, int at) {
    word0 = LittleEndian.getLong(in, at);
    word1 = LittleEndian.getLong(in, at + 8);
    word2 = LittleEndian.getLong(in, at + 16);
    word3 = LittleEndian.getLong(in, at + 24);
    word4 = LittleEndian.getLong(in, at + 32);
    word5 = LittleEndian.getLong(in, at + 40);
  }

  static CompactBytes48 read(byte[] in, int at) {
    return new CompactBytes48(in, at);
  }

  static void write(Bytes48 bytes, byte[] out, int at) {
    if (bytes instanceof CompactBytes48 compact) {
      LittleEndian.putLong(out, at, compact.word0);
      LittleEndian.putLong(out, at + 8, compact.word1);
      LittleEndian.putLong(out, at + 16, compact.word2);
      LittleEndian.putLong(out, at + 24, compact.word3);
      LittleEndian.putLong(out, at + 32, compact.word4);
      LittleEndian.putLong(out, at + 40, compact.word5);
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
      case 4 -> word4;
      case 5 -> word5;
      default -> throw new IndexOutOfBoundsException("byte " + 8 * index + " of 48");
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
  public Bytes48 copy() {
    return this;
  }

  @Override
  public MutableBytes48 mutableCopy() {
    return MutableBytes48.wrap(toArrayUnsafe());
  }

  @Override
  public boolean equals(Object other) {
    if (other instanceof CompactBytes48 that) {
      return word0 == that.word0
          && word1 == that.word1
          && word2 == that.word2
          && word3 == that.word3
          && word4 == that.word4
          && word5 == that.word5;
    }
    return super.equals(other);
  }

  /** As of any other byte string with this content. */
  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
