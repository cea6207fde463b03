package crosscheck.bls;

import java.math.BigInteger;
import supranational.blst.P2_Affine;

/**
 * The endomorphism psi of the curve that holds G2 (untwist, Frobenius, twist). On coordinates it is
 * a conjugation and a multiplication by a constant, so it costs next to nothing.
 */
final class Psi {

  private static final int FIELD_BYTES = 48;

  // With i the imaginary unit, psi(x, y) is (X·i·conj(x), Y·(1 - i)·conj(y)), where X·i is
  // (1+i)^-((q-1)/3) and Y·(1 - i) is (1+i)^-((q-1)/2); psi twice is (X²·x, -y).
  private static final BigInteger X =
      new BigInteger(
          "1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b409427eb4f49fffd8bfd00000000aaad",
          16);
  private static final BigInteger Y =
      new BigInteger(
          "135203e60180a68ee2e9c448d77a2cd91c3dedd930b1cf60ef396489f61eb45e304466cf3e67fa0af1ee7b04121bdea2",
          16);
  private static final BigInteger X_SQUARED = X.multiply(X).mod(Curve.Q);

  private Psi() {}

  /**
   * @param once psi(P)
   * @param twice psi(psi(P))
   */
  record Images(P2_Affine once, P2_Affine twice) {}

  /** The images of a point of the curve, in G2 or not, that is not infinity. */
  static Images of(P2_Affine point) {
    byte[] encoded = point.serialize(); // imaginary and real part of x, then of y
    BigInteger xIm = new BigInteger(1, encoded, 0, FIELD_BYTES);
    BigInteger xRe = new BigInteger(1, encoded, FIELD_BYTES, FIELD_BYTES);
    BigInteger yIm = new BigInteger(1, encoded, 2 * FIELD_BYTES, FIELD_BYTES);
    BigInteger yRe = new BigInteger(1, encoded, 3 * FIELD_BYTES, FIELD_BYTES);
    return new Images(
        point(
            X.multiply(xRe),
            X.multiply(xIm),
            Y.multiply(yRe.add(yIm)).negate(),
            Y.multiply(yRe.subtract(yIm))),
        point(X_SQUARED.multiply(xIm), X_SQUARED.multiply(xRe), yIm.negate(), yRe.negate()));
  }

  private static P2_Affine point(BigInteger... coordinates) {
    byte[] encoded = new byte[4 * FIELD_BYTES];
    for (int i = 0; i < 4; i++) {
      byte[] value = coordinates[i].mod(Curve.Q).toByteArray();
      System.arraycopy(value, 0, encoded, (i + 1) * FIELD_BYTES - value.length, value.length);
    }
    return new P2_Affine(encoded);
  }
}
