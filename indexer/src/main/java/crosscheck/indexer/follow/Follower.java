package crosscheck.indexer.follow;

import java.time.Instant;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Keeps tables of its own in step with the verdicts: called by the judging thread alone, within the
 * transaction that writes them, in import order.
 *
 * <p>What the transaction at hand has judged may not be in the tables before {@link #write}, when
 * it is.
 *
 * <p>It may remember whatever it likes, and forgets nothing by itself: when a transaction fails, or
 * the connection is lost, all followers are thrown away and made anew from the database.
 */
public interface Follower {

  /** A block is valid; its post-state is at hand. Called before {@link #moved}. */
  default void valid(Judged judged) {}

  /** A block failed by itself, on a check or in decoding ({@code malformed}). */
  default void invalid(Judged judged) {}

  /**
   * A block is invalid because an ancestor is.
   *
   * @param ancestor the one that failed by itself
   */
  default void condemned(long inputId, Bytes32 root, Bytes32 ancestor, Instant at) {}

  /** The fork-choice store changed with this valid block. */
  default void moved(Judged by, Head before, Head after) {}

  /** Every second at least, whether or not there were verdicts; after them. */
  default void turn(Instant now) {}

  /** The end of the transaction: write what was collected. */
  default void write() {}
}
