package crosscheck.replay;

import java.util.Locale;

/** What became of one input. Always of the state transition with the state root checked. */
public enum Verdict {
  /** The transition ran, every check held, and the state root is the claimed one. */
  VALID,
  /** A check of the transition failed. */
  INVALID,
  /** The bytes are not the SSZ of a block. */
  MALFORMED,
  /** The parent's post-state is not known (never seen, or itself not valid). */
  UNKNOWN_PARENT,
  /** The block's slot has not come yet. */
  FUTURE,
  /** We failed, not the block: a fault of ours, or a bound of ours on the work. */
  ERROR;

  /** The word used in every interface, e.g. {@code unknown_parent}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
