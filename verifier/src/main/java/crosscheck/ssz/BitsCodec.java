package crosscheck.ssz;

import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** Bitvectors and bitlists. */
abstract class BitsCodec<T extends Bits> extends Codec<T> {

  private static final int BITS_PER_CHUNK = 8 * Hasher.CHUNK;

  final Bound bound;

  private BitsCodec(Bound bound, int byteLength) {
    super(byteLength);
    this.bound = bound;
  }

  @Override
  public final void root(T value, Hasher hasher, int at) {
    bound.require(value.size());
    byte[] bytes = value.bytes();
    Chunks.root(bytes, bytes.length, bound.depth(BITS_PER_CHUNK), hasher, at);
    if (!bound.vector()) {
      hasher.mixInLength(at, value.size());
    }
  }

  @Override
  public final Object toPlain(T value) {
    return Plain.hex(encode(value));
  }

  @Override
  public final T fromPlain(Object plain) throws SszException {
    byte[] bytes = Plain.bytes(plain);
    try {
      return decode(Bytes.wrap(bytes));
    } catch (SszException e) {
      throw SszException.value(e.detail());
    }
  }

  static final class BitvectorCodec extends BitsCodec<Bitvector> {

    BitvectorCodec(Bound bound) {
      super(bound, Bits.byteCount(bound.vectorLength()));
    }

    @Override
    int shortest() {
      return byteLength();
    }

    @Override
    Bitvector read(byte[] in, int from, int to) throws SszException {
      checkLength(from, to);
      int size = bound.vectorLength();
      int used = size % 8;
      if (used != 0 && (in[to - 1] & 0xff) >> used != 0) {
        throw new SszException(
            SszException.Kind.PADDING, to - 1, "a bit is set behind the last of " + size);
      }
      return new Bitvector(size, Arrays.copyOfRange(in, from, to));
    }

    @Override
    void write(Bitvector value, Output out) {
      bound.require(value.size());
      out.put(value.bytes());
    }

    @Override
    public Bitvector defaultValue() {
      return Bitvector.zeros(bound.vectorLength());
    }
  }

  static final class BitlistCodec extends BitsCodec<Bitlist> {

    BitlistCodec(Bound bound) {
      super(bound, VARIABLE);
    }

    @Override
    int shortest() {
      return 1;
    }

    @Override
    Bitlist read(byte[] in, int from, int to) throws SszException {
      if (from == to) {
        throw new SszException(
            SszException.Kind.DELIMITER, from, "is empty, without delimiter bit");
      }
      int last = in[to - 1] & 0xff;
      if (last == 0) {
        throw new SszException(
            SszException.Kind.DELIMITER, to - 1, "the last byte is zero, without delimiter bit");
      }
      int delimiter = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(last);
      long size = 8L * (to - from - 1) + delimiter;
      bound.check(size, (int) (from + Math.min(bound.length(), size) / 8));
      byte[] bytes = Arrays.copyOfRange(in, from, from + Bits.byteCount((int) size));
      if (delimiter != 0) {
        bytes[bytes.length - 1] = (byte) (last ^ 1 << delimiter);
      }
      return new Bitlist((int) size, bytes);
    }

    @Override
    void write(Bitlist value, Output out) {
      bound.require(value.size());
      int at = out.reserve(value.size() / 8 + 1);
      System.arraycopy(value.bytes(), 0, out.bytes(), at, value.bytes().length);
      out.bytes()[at + value.size() / 8] |= (byte) (1 << value.size() % 8);
    }

    @Override
    public Bitlist defaultValue() {
      return Bitlist.zeros(0);
    }
  }
}
