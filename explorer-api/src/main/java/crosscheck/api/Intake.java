package crosscheck.api;

import crosscheck.db.DatabaseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Where pushed blocks go; whoever puts the server together says what that is. Safe for use by many
 * threads.
 */
public interface Intake {

  /**
   * A block that somebody pushed.
   *
   * @param ssz the bytes, whatever they are
   * @param node whose block it is; empty when that is not said
   * @param claimedValid whether the node has accepted the block; empty when that is not said
   * @param claimedPostState hash tree root of the node's state after the block
   */
  record Offer(
      Bytes ssz,
      Optional<String> node,
      Optional<Boolean> claimedValid,
      Optional<Bytes32> claimedPostState) {}

  /**
   * What became of it; durable.
   *
   * @param outcome {@code stored}, {@code known} (the same bytes were stored before), {@code
   *     discarded}
   * @param inputId key of the input; empty when discarded
   * @param reason why it was discarded
   */
  record Taken(String outcome, OptionalLong inputId, Optional<String> reason) {}

  /**
   * Stores blocks, all or none.
   *
   * @return what became of each, in order
   * @throws DatabaseException when the database is away: nothing is stored
   */
  List<Taken> take(List<Offer> offers) throws InterruptedException;

  /** The most bytes that a block may have. */
  int mostBytes();
}
