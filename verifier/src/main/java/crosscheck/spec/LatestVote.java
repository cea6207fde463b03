package crosscheck.spec;

import org.apache.tuweni.bytes.Bytes32;

/**
 * The last vote of a validator that counts.
 *
 * @param root the block voted for; zero: no vote yet
 * @param epoch target epoch of the vote, uint64
 */
public record LatestVote(Bytes32 root, long epoch) {

  /** In place of a vote. */
  public static final LatestVote NONE = new LatestVote(Bytes32.ZERO, 0);
}
