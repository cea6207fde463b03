package crosscheck.bls;

import java.math.BigInteger;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The secret keys that everybody knows: those of the validators of the 2019 interop mocked start.
 *
 * <p>Source: <a
 * href="https://github.com/ethereum/eth2.0-pm/tree/master/interop/mocked_start">mocked start</a>.
 */
public final class InteropKeys {

  private InteropKeys() {}

  /**
   * Secret key of a validator: the SHA-256 of its index (32 bytes, little-endian), read as a
   * little-endian number, modulo the group order.
   *
   * @param validator index, from 0
   * @return big-endian, as {@link Bls#sign} takes it
   */
  public static Bytes32 secretKey(int validator) {
    if (validator < 0) {
      throw new IllegalArgumentException("a validator's index is not negative: " + validator);
    }
    Bytes index = Bytes32.leftPad(Bytes.ofUnsignedInt(validator)).reverse();
    Bytes digest = Bytes.wrap(Curve.sha256().digest(index.toArrayUnsafe()));
    BigInteger key = digest.reverse().toUnsignedBigInteger().mod(Curve.R);
    return Bytes32.leftPad(Bytes.wrap(key.toByteArray()).trimLeadingZeros());
  }
}
