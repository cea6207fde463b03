package crosscheck.indexer.offence;

import java.util.Locale;

/** What is found. */
enum Kind {
  /** Two blocks of one proposer in an epoch. */
  DOUBLE_PROPOSAL,
  /** Two different votes of a validator for one target epoch. */
  DOUBLE_VOTE,
  /** A vote of a validator that begins before another of his, and ends after it. */
  SURROUND_VOTE,
  /**
   * One block with different signatures. Nobody can be slashed for it: only one of them is good.
   */
  BLOCK_COPIES;

  /** The word used in every interface, e.g. {@code double_vote}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
