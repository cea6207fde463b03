package crosscheck.api;

import java.time.Instant;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * One input as a list shows it. Identity is ({@code root}, {@code hash}); {@code sha256} names it
 * even when it does not decode. What comes from the block itself is empty when malformed.
 *
 * @param inputId order of arrival; lists are sorted by it
 * @param root signing root, the block's id; the signature is not in it
 * @param hash hash tree root, signature included
 * @param slot uint64, decimal
 * @param epoch uint64, decimal
 * @param proposerIndex who had to propose; empty when that cannot be known
 * @param verdict see {@link VerdictWord}
 * @param failure why not valid
 * @param invalidAncestorRoot invalid because this ancestor is
 * @param forkChoice why fork choice refuses the block, whatever the transition says
 * @param canonical on the finalized chain, or never, or empty: not decided
 * @param forkId the fork it is on; empty unless it is valid
 * @param copies inputs with this root, this one included; more than one when signatures differ
 * @param operationCounts how many operations of each kind it carries
 * @param micros our own time for judging, microseconds
 * @param importOrder place among the final verdicts, from 1
 */
record BlockSummary(
    Optional<Long> inputId,
    Optional<Bytes> sha256,
    Optional<Bytes> root,
    Optional<Bytes> hash,
    Optional<String> slot,
    Optional<String> epoch,
    Optional<Bytes> parentRoot,
    Optional<Bytes> stateRoot,
    Optional<Long> proposerIndex,
    String verdict,
    Optional<Failed> failure,
    Optional<Bytes> invalidAncestorRoot,
    Optional<Failed> forkChoice,
    Optional<Boolean> canonical,
    Optional<Integer> forkId,
    int copies,
    Optional<OperationCounts> operationCounts,
    int sizeBytes,
    Optional<Instant> receivedAt,
    Optional<Instant> judgedAt,
    Optional<Long> micros,
    Optional<Long> importOrder) {

  /** Numbers of operations, by the names of their lists. */
  record OperationCounts(
      int proposerSlashings,
      int attesterSlashings,
      int attestations,
      int deposits,
      int voluntaryExits,
      int transfers) {}
}
