package crosscheck.bls;

import java.math.BigInteger;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;

/**
 * Points as blst has them: reading encoded ones by the rules of v0.8, and hash to G2.
 *
 * <p>Objects of blst change under {@code add}, {@code mult}, {@code neg} and {@code dbl}, which
 * return their receiver: what is kept or shared is copied first ({@code dup}).
 */
final class BlstPoints {

  /** What lies between an exact hash to G2 and {@link #quickMultiple}: 3(z² - 1) mod r. */
  static final BigInteger QUICK_FACTOR =
      square(Curve.Z).subtract(BigInteger.ONE).multiply(BigInteger.valueOf(3)).mod(Curve.R);

  private static final int COMPRESSED = 0x80;
  private static final int LARGER_Y = 0x20;

  private BlstPoints() {}

  /** A public key; empty unless the bytes are a valid G1 point (infinity is one). */
  static Optional<P1_Affine> publicKey(byte[] encoded) {
    if ((encoded[0] & COMPRESSED) == 0) {
      return Optional.empty();
    }
    try {
      P1_Affine point = new P1_Affine(encoded);
      return point.in_group() ? Optional.of(point) : Optional.empty();
    } catch (RuntimeException notOnCurve) {
      return Optional.empty();
    }
  }

  /** A signature; empty unless the bytes are a valid G2 point (infinity is one). */
  static Optional<P2_Affine> signature(Bytes encoded) {
    if (encoded.size() != Bls.SIGNATURE_BYTES || (encoded.get(0) & COMPRESSED) == 0) {
      return Optional.empty();
    }
    try {
      P2_Affine point = new P2_Affine(encoded.toArrayUnsafe());
      return point.in_group() ? Optional.of(point) : Optional.empty();
    } catch (RuntimeException notOnCurve) {
      return Optional.empty();
    }
  }

  /**
   * The point of hash_to_G2 before it is multiplied into G2. Of the two roots v0.8 prefers the one
   * that the compressed form marks as the larger, so decompressing finds it.
   */
  static P2_Affine candidate(MessageKey message) {
    byte[] x = Curve.firstCandidate(message.messageHash(), message.domain());
    x[0] = (byte) (COMPRESSED | LARGER_Y); // a hash has 256 bits, so the flags' byte is free
    while (true) {
      try {
        return new P2_Affine(x);
      } catch (RuntimeException noSuchPoint) {
        Curve.nextCandidate(x);
      }
    }
  }

  /** hash_to_G2 as it is defined: the candidate times the cofactor. */
  static P2 exact(P2_Affine candidate) {
    return candidate.to_jacobian().mult(Curve.G2_COFACTOR);
  }

  /**
   * {@link #QUICK_FACTOR} times {@link #exact}, for a fraction of the cost: with psi, the
   * untwist-Frobenius-twist map, it is (z² - z - 1)P + (z - 1)psi(P) + psi²(2P).
   *
   * <p>Source: Budroni and Pintore, <a href="https://eprint.iacr.org/2017/419">Efficient hash maps
   * to G2 on BLS curves</a>, section 4.1.
   */
  static P2 quickMultiple(P2_Affine candidate) {
    Psi.Images images = Psi.of(candidate);
    P2 rest = candidate.to_jacobian().add(images.once()).neg(); // -P - psi(P)
    P2 inner = timesAbsoluteZ(candidate.to_jacobian(), candidate); // -zP, as z is negative
    inner.neg().add(images.once()).add(candidate.to_jacobian().neg()); // zP + psi(P) - P
    P2 outer = timesAbsoluteZ(inner.dup(), inner).neg();
    return outer.add(rest).add(images.twice()).add(images.twice());
  }

  private static P2 timesAbsoluteZ(P2 sum, P2_Affine point) {
    for (int bit = 62; bit >= 0; bit--) {
      sum.dbl();
      if ((Curve.Z >>> bit & 1) == 1) {
        sum.add(point);
      }
    }
    return sum;
  }

  private static P2 timesAbsoluteZ(P2 sum, P2 point) {
    for (int bit = 62; bit >= 0; bit--) {
      sum.dbl();
      if ((Curve.Z >>> bit & 1) == 1) {
        sum.add(point);
      }
    }
    return sum;
  }

  private static BigInteger square(long unsigned) {
    BigInteger value = new BigInteger(Long.toUnsignedString(unsigned));
    return value.multiply(value);
  }
}
