package crosscheck.indexer;

/**
 * Whether an input may be junk, as far as can be told when it comes. What is certain is judged
 * first, however much of the rest there is.
 */
enum Lane {
  /** A block whose parent is known and does not wait, and whose slot has come. */
  CERTAIN,
  /** A block that cannot be judged yet. */
  WAITING,
  /** No block. */
  UNDECODABLE,
  /** A block of a slot so far ahead that nobody will wait for it. */
  FAR_AHEAD;

  /** As in the column {@code lane}. */
  int number() {
    return ordinal();
  }
}
