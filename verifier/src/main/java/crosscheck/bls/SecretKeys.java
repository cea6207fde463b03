package crosscheck.bls;

import java.math.BigInteger;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** What can be done with secret keys of one's own, for those that run many validators. */
public final class SecretKeys {

  private SecretKeys() {}

  /**
   * The key whose signature of a message is the aggregate of the signatures of these keys: their
   * sum modulo the group order.
   *
   * @param keys big-endian, as {@link Bls#sign} takes them; at least one
   */
  public static Bytes32 sum(List<Bytes32> keys) {
    BigInteger sum = BigInteger.ZERO;
    for (Bytes32 key : keys) {
      sum = sum.add(key.toUnsignedBigInteger());
    }
    return Bytes32.leftPad(Bytes.wrap(sum.mod(Curve.R).toByteArray()).trimLeadingZeros());
  }
}
