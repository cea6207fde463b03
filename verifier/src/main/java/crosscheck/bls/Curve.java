package crosscheck.bls;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The numbers of BLS12-381 that the v0.8 scheme names, and what both implementations read alike.
 *
 * <p>Source: <a
 * href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/bls_signature.md#curve-parameters">curve
 * parameters</a>.
 */
final class Curve {

  /** The absolute value of the curve parameter z, which is negative; few bits are set in it. */
  static final long Z = 0xd201000000010000L;

  /** Field modulus. */
  static final BigInteger Q =
      new BigInteger(
          "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
          16);

  /** Order of G1 and G2. */
  static final BigInteger R =
      new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);

  /** How many times G2 fits into the curve it lies on: 507 bits. */
  static final BigInteger G2_COFACTOR =
      new BigInteger(
          "5d543a95414e7f1091d50792876a202cd91de4547085abaa68a205b2e5a7ddfa628f1cb4d9e82ef21537e293a6691ae1616ec6e786f0c70cf1c38e31c7238e5",
          16);

  private Curve() {}

  /**
   * @param secretKey big-endian
   * @throws IllegalArgumentException when it is not below the group order
   */
  static BigInteger scalar(Bytes32 secretKey) {
    BigInteger scalar = secretKey.toUnsignedBigInteger();
    if (scalar.compareTo(R) >= 0) {
      throw new IllegalArgumentException("a secret key must be below the group order");
    }
    return scalar;
  }

  /**
   * Where hash_to_G2 begins its search: the first candidate for x, as a G2 point has it (imaginary
   * part, then real part, 48 bytes each, big-endian) with no flags set.
   */
  static byte[] firstCandidate(Bytes32 messageHash, Bytes domain) {
    byte[] input = new byte[Bytes32.SIZE + SignatureSet.DOMAIN_BYTES + 1];
    System.arraycopy(messageHash.toArrayUnsafe(), 0, input, 0, Bytes32.SIZE);
    System.arraycopy(domain.toArrayUnsafe(), 0, input, Bytes32.SIZE, SignatureSet.DOMAIN_BYTES);
    byte[] x = new byte[Bls.SIGNATURE_BYTES];
    MessageDigest sha256 = sha256();
    input[input.length - 1] = 2;
    System.arraycopy(sha256.digest(input), 0, x, 16, Bytes32.SIZE);
    input[input.length - 1] = 1;
    System.arraycopy(sha256.digest(input), 0, x, 64, Bytes32.SIZE);
    return x;
  }

  /** The next candidate: 1 added to the real part, in place. */
  static void nextCandidate(byte[] x) {
    int at = x.length - 1;
    while (++x[at] == 0) {
      at--;
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
