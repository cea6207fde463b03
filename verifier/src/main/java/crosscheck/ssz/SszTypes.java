package crosscheck.ssz;

import java.math.BigInteger;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/** The SSZ types that are not containers. */
public final class SszTypes {

  private SszTypes() {}

  public static SszType<Boolean> bool() {
    return new BasicCodec.Bool();
  }

  /** Read as unsigned, like the other Java integers here. */
  public static SszType<Byte> uint8() {
    return new BasicCodec.Uint8();
  }

  public static SszType<Short> uint16() {
    return new BasicCodec.Uint16();
  }

  public static SszType<Integer> uint32() {
    return new BasicCodec.Uint32();
  }

  public static SszType<Long> uint64() {
    return new BasicCodec.Uint64();
  }

  public static SszType<BigInteger> uint128() {
    return new BasicCodec.BigUint(16);
  }

  public static SszType<BigInteger> uint256() {
    return new BasicCodec.BigUint(32);
  }

  public static SszType<Bytes32> bytes32() {
    return new BytesCodec.Root();
  }

  public static SszType<Bytes48> bytes48() {
    return new BytesCodec.Pubkey();
  }

  /** {@code BytesN}. */
  public static SszType<Bytes> byteVector(long length) {
    return new BytesCodec.ByteVector(Bound.exactly(length));
  }

  /** {@code List[byte, N]}. */
  public static SszType<Bytes> byteList(long limit) {
    return new BytesCodec.ByteList(Bound.atMost(limit));
  }

  /**
   * {@code Vector[type, N]}.
   *
   * @throws IllegalArgumentException for an illegal length: none, or more than an array can hold
   */
  public static <E> SszType<SszList<E>> vector(SszType<E> element, long length) {
    return new SszListCodec<>(codec(element), Bound.exactly(length));
  }

  /** {@code List[type, N]}. */
  public static <E> SszType<SszList<E>> list(SszType<E> element, long limit) {
    return new SszListCodec<>(codec(element), Bound.atMost(limit));
  }

  /** {@code Vector[uint64, N]}, packed. */
  public static SszType<Uint64List> uint64Vector(long length) {
    return new Uint64ListCodec(Bound.exactly(length));
  }

  /** {@code List[uint64, N]}, packed. */
  public static SszType<Uint64List> uint64List(long limit) {
    return new Uint64ListCodec(Bound.atMost(limit));
  }

  /** {@code Vector[Bytes32, N]}, packed. */
  public static SszType<RootList> rootVector(long length) {
    return new RootListCodec(Bound.exactly(length));
  }

  /** {@code List[Bytes32, N]}, packed. */
  public static SszType<RootList> rootList(long limit) {
    return new RootListCodec(Bound.atMost(limit));
  }

  /**
   * {@code Bitvector[N]}.
   *
   * @throws IllegalArgumentException for an illegal length: none
   */
  public static SszType<Bitvector> bitvector(long length) {
    return new BitsCodec.BitvectorCodec(Bound.exactly(length));
  }

  /** {@code Bitlist[N]}. */
  public static SszType<Bitlist> bitlist(long limit) {
    return new BitsCodec.BitlistCodec(Bound.atMost(limit));
  }

  private static <E> Codec<E> codec(SszType<E> type) {
    if (type instanceof Codec<E> codec) {
      return codec;
    }
    throw new IllegalArgumentException("not a type of this package: " + type.getClass());
  }
}
