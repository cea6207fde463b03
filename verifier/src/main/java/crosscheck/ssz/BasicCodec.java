package crosscheck.ssz;

import java.math.BigInteger;

/** Integers and booleans: fixed size, packed next to each other in the chunks of a series. */
abstract class BasicCodec<T> extends Codec<T> {

  BasicCodec(int byteLength) {
    super(byteLength);
  }

  abstract T get(byte[] in, int at) throws SszException;

  abstract void put(T value, byte[] out, int at);

  @Override
  final int shortest() {
    return byteLength();
  }

  @Override
  final T read(byte[] in, int from, int to) throws SszException {
    checkLength(from, to);
    return get(in, from);
  }

  @Override
  final void write(T value, Output out) {
    int at = out.reserve(byteLength());
    put(value, out.bytes(), at);
  }

  @Override
  public final void root(T value, Hasher hasher, int at) {
    hasher.clear(at, at + Hasher.CHUNK);
    put(value, hasher.stack(), at);
  }

  static final class Bool extends BasicCodec<Boolean> {

    Bool() {
      super(1);
    }

    @Override
    Boolean get(byte[] in, int at) throws SszException {
      if ((in[at] & 0xfe) != 0) {
        throw new SszException(
            SszException.Kind.BOOLEAN, at, "boolean is " + (in[at] & 0xff) + ", must be 0 or 1");
      }
      return in[at] == 1;
    }

    @Override
    void put(Boolean value, byte[] out, int at) {
      out[at] = (byte) (value ? 1 : 0);
    }

    @Override
    public Boolean defaultValue() {
      return false;
    }

    @Override
    public Object toPlain(Boolean value) {
      return value;
    }

    @Override
    public Boolean fromPlain(Object plain) throws SszException {
      return Plain.bool(plain);
    }
  }

  /** Unsigned integers, whatever Java class carries them. */
  abstract static class Uint<T> extends BasicCodec<T> {

    Uint(int byteLength) {
      super(byteLength);
    }

    abstract T of(BigInteger value);

    abstract String decimal(T value);

    @Override
    public T defaultValue() {
      return of(BigInteger.ZERO);
    }

    @Override
    public final Object toPlain(T value) {
      return decimal(value);
    }

    @Override
    public final T fromPlain(Object plain) throws SszException {
      return of(Plain.uint(plain, 8 * byteLength()));
    }
  }

  static final class Uint8 extends Uint<Byte> {

    Uint8() {
      super(1);
    }

    @Override
    Byte get(byte[] in, int at) {
      return in[at];
    }

    @Override
    void put(Byte value, byte[] out, int at) {
      out[at] = value;
    }

    @Override
    Byte of(BigInteger value) {
      return value.byteValue();
    }

    @Override
    String decimal(Byte value) {
      return Integer.toString(Byte.toUnsignedInt(value));
    }
  }

  static final class Uint16 extends Uint<Short> {

    Uint16() {
      super(2);
    }

    @Override
    Short get(byte[] in, int at) {
      return LittleEndian.getShort(in, at);
    }

    @Override
    void put(Short value, byte[] out, int at) {
      LittleEndian.putShort(out, at, value);
    }

    @Override
    Short of(BigInteger value) {
      return value.shortValue();
    }

    @Override
    String decimal(Short value) {
      return Integer.toString(Short.toUnsignedInt(value));
    }
  }

  static final class Uint32 extends Uint<Integer> {

    Uint32() {
      super(4);
    }

    @Override
    Integer get(byte[] in, int at) {
      return LittleEndian.getInt(in, at);
    }

    @Override
    void put(Integer value, byte[] out, int at) {
      LittleEndian.putInt(out, at, value);
    }

    @Override
    Integer of(BigInteger value) {
      return value.intValue();
    }

    @Override
    String decimal(Integer value) {
      return Integer.toUnsignedString(value);
    }
  }

  static final class Uint64 extends Uint<Long> {

    Uint64() {
      super(8);
    }

    @Override
    Long get(byte[] in, int at) {
      return LittleEndian.getLong(in, at);
    }

    @Override
    void put(Long value, byte[] out, int at) {
      LittleEndian.putLong(out, at, value);
    }

    @Override
    Long of(BigInteger value) {
      return value.longValue();
    }

    @Override
    String decimal(Long value) {
      return Long.toUnsignedString(value);
    }
  }

  /** uint128 and uint256. */
  static final class BigUint extends Uint<BigInteger> {

    BigUint(int byteLength) {
      super(byteLength);
      if (byteLength != 16 && byteLength != 32) {
        throw new IllegalArgumentException("no big integer type has " + byteLength + " bytes");
      }
    }

    @Override
    BigInteger get(byte[] in, int at) {
      byte[] bigEndian = new byte[byteLength()];
      for (int i = 0; i < bigEndian.length; i++) {
        bigEndian[bigEndian.length - 1 - i] = in[at + i];
      }
      return new BigInteger(1, bigEndian);
    }

    @Override
    void put(BigInteger value, byte[] out, int at) {
      if (value.signum() < 0 || value.bitLength() > 8 * byteLength()) {
        throw new IllegalArgumentException(value + " is no uint" + 8 * byteLength());
      }
      byte[] bigEndian = value.toByteArray();
      for (int i = 0; i < byteLength(); i++) {
        int from = bigEndian.length - 1 - i;
        out[at + i] = from < 0 ? 0 : bigEndian[from];
      }
    }

    @Override
    BigInteger of(BigInteger value) {
      return value;
    }

    @Override
    String decimal(BigInteger value) {
      return value.toString();
    }
  }
}
