package crosscheck.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One input with everything about it.
 *
 * @param summary what a list shows, at the same level
 * @param specVersion version that judged; empty when not judged
 * @param confirmedBy when a signature is what failed: the implementations that refuse it, each by
 *     itself; else empty
 * @param attempts how often judging ended in a verdict or an error
 * @param post checkpoints of the post-state, when valid
 * @param observations who delivered it, the first 32
 * @param parent the parent; empty when we do not have it, or the block is malformed
 * @param children blocks that name this root as parent, at most {@link Blocks#MOST_RELATED}
 * @param otherCopies inputs with the same root and another hash
 * @param othersInSlot other blocks of the same slot
 * @param message the block in Beacon API form; empty when malformed
 */
record BlockDetail(
    @JsonUnwrapped BlockSummary summary,
    Optional<String> specVersion,
    List<String> confirmedBy,
    int attempts,
    Optional<Post> post,
    List<Observation> observations,
    Optional<BlockSummary> parent,
    List<BlockSummary> children,
    List<BlockSummary> otherCopies,
    List<BlockSummary> othersInSlot,
    @Plainly("BeaconBlock") Optional<Object> message) {

  /** Checkpoints of a post-state. */
  record Post(CheckpointJson justified, CheckpointJson finalized) {}

  /**
   * One delivery.
   *
   * @param source e.g. {@code directory:/data/blocks}
   * @param node the node that has or sent it, where the source is tied to one
   */
  record Observation(String source, Optional<String> node, Instant observedAt) {}
}
