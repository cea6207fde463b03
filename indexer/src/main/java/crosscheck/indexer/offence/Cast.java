package crosscheck.indexer.offence;

import crosscheck.spec.Vote;

/**
 * An attestation in a block of the database, with the validators behind it.
 *
 * @param inputId the block
 * @param position index in the block's list of attestations, from 0
 * @param data of the attestation's data
 * @param sourceEpoch uint64
 * @param targetEpoch uint64
 * @param voters validator indices, ascending; not to be written to
 */
record Cast(
    long inputId,
    int position,
    Fingerprint data,
    long sourceEpoch,
    long targetEpoch,
    int[] voters) {

  static Cast of(long inputId, Vote vote) {
    return new Cast(
        inputId,
        vote.position(),
        Fingerprint.of(vote.dataRoot()),
        vote.sourceEpoch(),
        vote.targetEpoch(),
        vote.voters());
  }
}
