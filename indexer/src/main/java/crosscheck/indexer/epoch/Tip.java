package crosscheck.indexer.epoch;

import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A valid block, or genesis, which is no input.
 *
 * @param slot uint64; of a valid block, so its time has come and signed arithmetic serves
 */
record Tip(OptionalLong inputId, Bytes32 root, long slot) {

  /** For a nullable column. */
  Long inputIdOrNull() {
    return inputId.isPresent() ? (Long) inputId.getAsLong() : null;
  }
}
