package crosscheck.spec;

import org.apache.tuweni.bytes.Bytes32;

/**
 * An attestation in a block, and who stands behind it.
 *
 * @param position index in the block's list of attestations, from 0
 * @param dataRoot hash tree root of the attestation's data: equal for equal votes only
 * @param sourceEpoch uint64
 * @param targetEpoch uint64
 * @param voters validator indices, ascending, each once; not to be written to
 */
public record Vote(
    int position, Bytes32 dataRoot, long sourceEpoch, long targetEpoch, int[] voters) {

  /** A double vote: both for one target epoch, and not the same. */
  public boolean doubles(Vote that) {
    return targetEpoch == that.targetEpoch && !dataRoot.equals(that.dataRoot);
  }

  /** A surround vote: this one begins before the other and ends after it. */
  public boolean surrounds(Vote that) {
    return Uint64.less(sourceEpoch, that.sourceEpoch) && Uint64.less(that.targetEpoch, targetEpoch);
  }
}
