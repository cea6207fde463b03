package crosscheck.indexer;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What became of a delivery; it is durable.
 *
 * @param outcome whether the input is stored
 * @param inputId key of the input in the database; empty when discarded
 * @param root the block's id (signing root); empty when the bytes do not decode, or were known
 *     before
 * @param refusal why it was discarded: a reason as in the table {@code discards}
 */
public record Receipt(
    Outcome outcome, OptionalLong inputId, Optional<Bytes32> root, Optional<String> refusal) {

  /** Whether the input is stored. */
  public enum Outcome {
    /** It is new and stored. */
    STORED,
    /** The same bytes were stored before; this is one more observation of them. */
    KNOWN,
    /** It is junk beyond the bounds, and only counted. */
    DISCARDED
  }

  static Receipt stored(long inputId, Optional<Bytes32> root) {
    return new Receipt(Outcome.STORED, OptionalLong.of(inputId), root, Optional.empty());
  }

  static Receipt known(long inputId) {
    return new Receipt(Outcome.KNOWN, OptionalLong.of(inputId), Optional.empty(), Optional.empty());
  }

  /**
   * Whether the same bytes may be kept later on: those that had to make room are judged by and by.
   */
  public boolean mayComeAgain() {
    return refusal.filter(reason -> reason.equals("too_many_waiting")).isPresent();
  }

  static Receipt discarded(String reason) {
    return new Receipt(
        Outcome.DISCARDED, OptionalLong.empty(), Optional.empty(), Optional.of(reason));
  }
}
