package crosscheck.replay;

import crosscheck.spec.Block;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Failure;
import crosscheck.spec.State;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The result of judging one input.
 *
 * @param verdict of the transition from the parent's post-state, with the state root
 * @param block the decoded block; empty when malformed
 * @param root signing root, the block's id; empty when malformed. The signature is not in it: with
 *     {@code hash} it tells copies apart
 * @param hash hash tree root of the block, signature included; empty when malformed
 * @param proposerIndex who had to propose at this slot on the parent's chain; empty when that
 *     cannot be known
 * @param failure why not valid; empty for valid, unknown parent and future; for {@code error} what
 *     went wrong on our side
 * @param forkChoice why fork choice refuses the block ({@code on_block}) although the parent is
 *     known and the slot has come; empty when it does not
 * @param post the post-state, when valid
 * @param head fork-choice head after this import
 * @param storeJustified fork-choice store's justified checkpoint after this import
 * @param storeFinalized fork-choice store's finalized checkpoint after this import
 * @param micros our own time for this input, microseconds: its part of a batch of signatures
 *     included
 */
public record Judgement(
    Verdict verdict,
    Optional<Block> block,
    Optional<Bytes32> root,
    Optional<Bytes32> hash,
    OptionalLong proposerIndex,
    Optional<Failure> failure,
    Optional<Failure> forkChoice,
    Optional<State> post,
    Bytes32 head,
    Checkpoint storeJustified,
    Checkpoint storeFinalized,
    long micros) {}
