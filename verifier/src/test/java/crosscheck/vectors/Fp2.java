package crosscheck.vectors;

import java.math.BigInteger;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes48;

/**
 * An element of the field that the coordinates of G2 live in: {@code real + imaginary·i}, {@code i²
 * = -1}. Just enough to bring the projective points of the vectors into compressed form.
 */
record Fp2(BigInteger real, BigInteger imaginary) {

  private static final BigInteger Q =
      new BigInteger(
          "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
          16);

  Fp2 times(Fp2 other) {
    return new Fp2(
        real.multiply(other.real).subtract(imaginary.multiply(other.imaginary)).mod(Q),
        real.multiply(other.imaginary).add(imaginary.multiply(other.real)).mod(Q));
  }

  Fp2 dividedBy(Fp2 other) {
    BigInteger norm = other.real.pow(2).add(other.imaginary.pow(2)).modInverse(Q);
    Fp2 inverse =
        new Fp2(other.real.multiply(norm).mod(Q), other.imaginary.negate().multiply(norm).mod(Q));
    return times(inverse);
  }

  /** A point of G2 in the compressed form of v0.8. */
  static Bytes compressed(Fp2 x, Fp2 y) {
    BigInteger sign = y.imaginary.signum() != 0 ? y.imaginary : y.real;
    boolean larger = sign.shiftLeft(1).compareTo(Q) > 0;
    byte[] bytes = Bytes.concatenate(fixed(x.imaginary), fixed(x.real)).toArray();
    bytes[0] |= (byte) (larger ? 0xa0 : 0x80);
    return Bytes.wrap(bytes);
  }

  private static Bytes fixed(BigInteger value) {
    return Bytes48.leftPad(Bytes.wrap(value.toByteArray()).trimLeadingZeros());
  }
}
