package crosscheck.indexer;

import crosscheck.spec.Checkpoint;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/** What was heard of a node when it was asked how it stands: an answer, or none that is good. */
public sealed interface NodeReport {

  /** Name of the node. */
  String node();

  /** When it answered, or failed to. */
  Instant time();

  /**
   * The node answered.
   *
   * @param headRoot signing root of its head block
   * @param headSlot slot of the head block as the node tells it, uint64
   * @param justified its justified checkpoint; empty when it does not tell
   * @param finalized its finalized checkpoint; empty when it does not tell
   * @param clientVersion what the node calls itself; empty when it does not tell
   */
  record Status(
      String node,
      Instant time,
      Bytes32 headRoot,
      long headSlot,
      Optional<Checkpoint> justified,
      Optional<Checkpoint> finalized,
      Optional<String> clientVersion)
      implements NodeReport {}

  /**
   * The node did not answer, or not what it should.
   *
   * @param message what went wrong, one line
   */
  record Failure(String node, Instant time, Fault fault, String message) implements NodeReport {}

  /** Ways in which a node fails to say how it stands. */
  enum Fault {
    /** No connection. */
    UNREACHABLE,
    /** Connected, but no whole answer in time. */
    TIMEOUT,
    /** It answers with an error of its own. */
    ERROR,
    /** An answer that cannot be read. */
    GARBAGE,
    /** Answers that contradict each other or what was asked for, e.g. a block with another root. */
    LYING;

    /** The word used in the database and every interface, e.g. {@code unreachable}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
