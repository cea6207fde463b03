package crosscheck.indexer.offence;

/**
 * Two votes that some validators must not cast both.
 *
 * @param kind {@link Kind#DOUBLE_VOTE} or {@link Kind#SURROUND_VOTE}
 * @param first of a surround vote the surrounding one; of a double vote the one with the smaller
 *     fingerprint, so that a pair is always named in the same order
 * @param validators who are newly convicted by this pair, ascending; others may stand in both votes
 *     that an earlier conflict named
 */
record Conflict(Kind kind, Cast first, Cast second, int[] validators) {

  /** Puts two conflicting votes in order. */
  static Conflict between(Cast one, Cast other, int[] validators) {
    int order = Long.compareUnsigned(one.targetEpoch(), other.targetEpoch());
    if (order == 0) {
      return one.data().compareTo(other.data()) < 0
          ? new Conflict(Kind.DOUBLE_VOTE, one, other, validators)
          : new Conflict(Kind.DOUBLE_VOTE, other, one, validators);
    }
    return order > 0
        ? new Conflict(Kind.SURROUND_VOTE, one, other, validators)
        : new Conflict(Kind.SURROUND_VOTE, other, one, validators);
  }
}
