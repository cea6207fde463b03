package crosscheck.ssz;

import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/** Byte strings: vectors and lists of uint8, under their own Java classes. */
abstract class BytesCodec<T extends Bytes> extends Codec<T> {

  private final Bound bound;

  private BytesCodec(Bound bound, int byteLength) {
    super(byteLength);
    this.bound = bound;
  }

  abstract T make(byte[] in, int from, int to);

  @Override
  final int shortest() {
    return bound.vector() ? bound.vectorLength() : 0;
  }

  @Override
  final T read(byte[] in, int from, int to) throws SszException {
    checkLength(from, to);
    if (!bound.vector()) {
      bound.check(to - from, (int) Math.min(to, from + bound.length()));
    }
    return make(in, from, to);
  }

  @Override
  final void write(T value, Output out) {
    bound.require(value.size());
    out.put(value.toArrayUnsafe());
  }

  @Override
  public void root(T value, Hasher hasher, int at) {
    bound.require(value.size());
    byte[] bytes = value.toArrayUnsafe();
    Chunks.root(bytes, bytes.length, bound.depth(Hasher.CHUNK), hasher, at);
    if (!bound.vector()) {
      hasher.mixInLength(at, bytes.length);
    }
  }

  @Override
  public final T defaultValue() {
    byte[] zero = new byte[shortest()];
    return make(zero, 0, zero.length);
  }

  @Override
  public final Object toPlain(T value) {
    return Plain.hex(value);
  }

  @Override
  public final T fromPlain(Object plain) throws SszException {
    byte[] bytes = Plain.bytes(plain);
    if (!bound.admits(bytes.length)) {
      throw SszException.value(
          "has "
              + bytes.length
              + " bytes, must have "
              + (bound.vector() ? "" : "at most ")
              + bound.length());
    }
    return make(bytes, 0, bytes.length);
  }

  /** BytesN. */
  static final class ByteVector extends BytesCodec<Bytes> {

    ByteVector(Bound bound) {
      super(bound, bound.vectorLength());
    }

    @Override
    Bytes make(byte[] in, int from, int to) {
      return Bytes.wrap(Arrays.copyOfRange(in, from, to));
    }
  }

  /** List[byte, N]. */
  static final class ByteList extends BytesCodec<Bytes> {

    ByteList(Bound bound) {
      super(bound, VARIABLE);
    }

    @Override
    Bytes make(byte[] in, int from, int to) {
      return Bytes.wrap(Arrays.copyOfRange(in, from, to));
    }
  }

  /** Roots and hashes, in their own class because there are so many. */
  static final class Root extends BytesCodec<Bytes32> {

    Root() {
      super(Bound.exactly(Bytes32.SIZE), Bytes32.SIZE);
    }

    @Override
    Bytes32 make(byte[] in, int from, int to) {
      return CompactBytes32.read(in, from);
    }

    @Override
    public void root(Bytes32 value, Hasher hasher, int at) {
      CompactBytes32.write(value, hasher.stack(), at);
    }
  }

  /** Public keys, in their own class because there is one for each validator. */
  static final class Pubkey extends BytesCodec<Bytes48> {

    Pubkey() {
      super(Bound.exactly(Bytes48.SIZE), Bytes48.SIZE);
    }

    @Override
    Bytes48 make(byte[] in, int from, int to) {
      return CompactBytes48.read(in, from);
    }

    @Override
    public void root(Bytes48 value, Hasher hasher, int at) {
      int pair = hasher.push(2);
      CompactBytes48.write(value, hasher.stack(), pair);
      hasher.clear(pair + Bytes48.SIZE, pair + 2 * Hasher.CHUNK);
      hasher.hashPair(pair, at);
      hasher.pop(pair);
    }
  }
}
