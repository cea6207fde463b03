package crosscheck.indexer;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * An input on its way into the store.
 *
 * @param ssz the bytes, whatever they are
 * @param observation who saw them, and when
 * @param file the file they were read from, to be remembered as read; empty for other sources
 * @param claim what the node says about the block; empty when it says nothing
 */
public record Delivery(
    Bytes ssz, Observation observation, Optional<SourceFile> file, Optional<Claim> claim) {

  /** A delivery without a claim. */
  public Delivery(Bytes ssz, Observation observation, Optional<SourceFile> file) {
    this(ssz, observation, file, Optional.empty());
  }
}
