package crosscheck.bls;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.apache.milagro.amcl.BLS381.BIG;
import org.apache.milagro.amcl.BLS381.ECP;
import org.apache.milagro.amcl.BLS381.ECP2;
import org.apache.milagro.amcl.BLS381.FP2;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes48;

/**
 * Points as milagro has them: the compressed form of v0.8, which milagro does not know, and hash to
 * G2. Everything follows the definitions step by step; nothing here is tuned.
 */
final class MilagroPoints {

  private static final int FIELD_BYTES = 48;
  private static final int C_FLAG = 0x80;
  private static final int B_FLAG = 0x40;
  private static final int A_FLAG = 0x20;
  private static final int FLAGS = C_FLAG | B_FLAG | A_FLAG;
  private static final BigInteger HALF_Q = Curve.Q.shiftRight(1);
  private static final int COFACTOR_SHIFT = 254;

  private MilagroPoints() {}

  /** A public key; empty unless the bytes are a valid G1 point (infinity is one). */
  static Optional<ECP> publicKey(byte[] encoded) {
    int flags = encoded[0] & FLAGS;
    BigInteger x = field(encoded, 0);
    if ((flags & C_FLAG) == 0 || x.compareTo(Curve.Q) >= 0) {
      return Optional.empty();
    }
    if ((flags & B_FLAG) != 0) {
      boolean onlyThat = (flags & A_FLAG) == 0 && x.signum() == 0;
      return onlyThat ? Optional.of(new ECP()) : Optional.empty();
    }
    ECP point = new ECP(big(x));
    if (point.is_infinity()) {
      return Optional.empty(); // no such point on the curve
    }
    if (upperHalf(point.getY()) != ((flags & A_FLAG) != 0)) {
      point.neg();
    }
    return inG1(point) ? Optional.of(point) : Optional.empty();
  }

  /** A signature; empty unless the bytes are a valid G2 point (infinity is one). */
  static Optional<ECP2> signature(Bytes encoded) {
    if (encoded.size() != Bls.SIGNATURE_BYTES) {
      return Optional.empty();
    }
    byte[] bytes = encoded.toArrayUnsafe();
    int flags = bytes[0] & FLAGS;
    BigInteger imaginary = field(bytes, 0);
    BigInteger real = field(bytes, FIELD_BYTES);
    if ((flags & C_FLAG) == 0
        || (bytes[FIELD_BYTES] & FLAGS) != 0
        || imaginary.compareTo(Curve.Q) >= 0
        || real.compareTo(Curve.Q) >= 0) {
      return Optional.empty();
    }
    if ((flags & B_FLAG) != 0) {
      boolean onlyThat = (flags & A_FLAG) == 0 && imaginary.signum() == 0 && real.signum() == 0;
      return onlyThat ? Optional.of(new ECP2()) : Optional.empty();
    }
    ECP2 point = new ECP2(new FP2(big(real), big(imaginary)));
    if (point.is_infinity()) {
      return Optional.empty(); // no such point on the curve
    }
    if (upperHalf(point.getY().getB()) != ((flags & A_FLAG) != 0)) {
      point.neg();
    }
    return inG2(point) ? Optional.of(point) : Optional.empty();
  }

  /** hash_to_G2 as it is defined. */
  static ECP2 hash(MessageKey message) {
    byte[] x = Curve.firstCandidate(message.messageHash(), message.domain());
    while (true) {
      ECP2 point = new ECP2(new FP2(big(field(x, FIELD_BYTES)), big(field(x, 0))));
      if (!point.is_infinity()) {
        return timesCofactor(preferredRoot(point));
      }
      Curve.nextCandidate(x);
    }
  }

  static Bytes48 compress(ECP point) {
    if (point.is_infinity()) {
      return Bytes48.rightPad(Bytes.of(C_FLAG | B_FLAG));
    }
    byte[] encoded = bytes(point.getX());
    encoded[0] |= (byte) (C_FLAG | (upperHalf(point.getY()) ? A_FLAG : 0));
    return Bytes48.wrap(encoded);
  }

  static Bytes compress(ECP2 point) {
    byte[] encoded = new byte[Bls.SIGNATURE_BYTES];
    if (point.is_infinity()) {
      encoded[0] = (byte) (C_FLAG | B_FLAG);
      return Bytes.wrap(encoded);
    }
    System.arraycopy(bytes(point.getX().getB()), 0, encoded, 0, FIELD_BYTES);
    System.arraycopy(bytes(point.getX().getA()), 0, encoded, FIELD_BYTES, FIELD_BYTES);
    encoded[0] |= (byte) (C_FLAG | (upperHalf(point.getY().getB()) ? A_FLAG : 0));
    return Bytes.wrap(encoded);
  }

  static BIG big(BigInteger value) {
    return BIG.fromBytes(
        Bytes48.leftPad(Bytes.wrap(value.toByteArray()).trimLeadingZeros()).toArray());
  }

  private static boolean inG1(ECP point) {
    return point.mul(big(Curve.R)).is_infinity();
  }

  private static boolean inG2(ECP2 point) {
    return point.mul(big(Curve.R)).is_infinity();
  }

  /** The root with the larger imaginary part, or where that is zero, the larger real part. */
  private static ECP2 preferredRoot(ECP2 point) {
    BigInteger imaginary = integer(point.getY().getB());
    BigInteger decisive = imaginary.signum() != 0 ? imaginary : integer(point.getY().getA());
    if (decisive.compareTo(HALF_Q) <= 0) {
      point.neg();
    }
    return point;
  }

  /** In two steps, for milagro's numbers are too short for the whole cofactor. */
  private static ECP2 timesCofactor(ECP2 point) {
    BigInteger[] parts =
        Curve.G2_COFACTOR.divideAndRemainder(BigInteger.ONE.shiftLeft(COFACTOR_SHIFT));
    ECP2 sum = point.mul(big(parts[0])).mul(big(BigInteger.ONE.shiftLeft(COFACTOR_SHIFT)));
    sum.add(point.mul(big(parts[1])));
    return sum;
  }

  /** Whether a coordinate is above (q - 1) / 2. */
  private static boolean upperHalf(BIG coordinate) {
    return integer(coordinate).compareTo(HALF_Q) > 0;
  }

  /** 381 bits, without the flags that share the first byte. */
  private static BigInteger field(byte[] encoded, int offset) {
    byte[] bytes = Arrays.copyOfRange(encoded, offset, offset + FIELD_BYTES);
    bytes[0] &= (byte) ~FLAGS;
    return new BigInteger(1, bytes);
  }

  private static BigInteger integer(BIG value) {
    return new BigInteger(1, bytes(value));
  }

  private static byte[] bytes(BIG value) {
    byte[] bytes = new byte[FIELD_BYTES];
    value.toBytes(bytes);
    return bytes;
  }
}
