package crosscheck.replay;

import crosscheck.bls.SignatureSet;
import crosscheck.spec.Block;
import crosscheck.spec.Failure;
import crosscheck.spec.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What is known of an input before its signatures are: the verdict stands if {@code claims} hold.
 *
 * @param pre the parent's post-state at the block's slot, before the block
 * @param post the post-state, when valid so far
 * @param failure the first failing check but for signatures
 * @param claims the signatures taken for true on the way
 * @param nanos time spent so far
 */
record Attempt(
    Input input,
    Verdict verdict,
    Optional<Block> block,
    Optional<Bytes32> root,
    Optional<Bytes32> hash,
    OptionalLong proposerIndex,
    Optional<State> pre,
    Optional<State> post,
    Optional<Failure> failure,
    List<SignatureSet> claims,
    long nanos) {

  /** Bytes that are no block. */
  static Attempt undecodable(Input input, Verdict verdict, Failure failure) {
    return new Attempt(
        input,
        verdict,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(failure),
        List.of(),
        0);
  }

  /** A block that was decoded and not executed. */
  static Attempt notExecuted(
      Input input, Verdict verdict, Block block, Bytes32 root, Bytes32 hash) {
    return new Attempt(
        input,
        verdict,
        Optional.of(block),
        Optional.of(root),
        Optional.of(hash),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        0);
  }

  Attempt at(State preState, OptionalLong proposer) {
    return new Attempt(
        input,
        verdict,
        block,
        root,
        hash,
        proposer,
        Optional.of(preState),
        post,
        failure,
        claims,
        nanos);
  }

  Attempt valid(State postState, List<SignatureSet> taken) {
    return new Attempt(
        input,
        Verdict.VALID,
        block,
        root,
        hash,
        proposerIndex,
        pre,
        Optional.of(postState),
        Optional.empty(),
        taken,
        nanos);
  }

  Attempt failed(Verdict as, Failure why, List<SignatureSet> taken) {
    return new Attempt(
        input,
        as,
        block,
        root,
        hash,
        proposerIndex,
        pre,
        Optional.empty(),
        Optional.of(why),
        taken,
        nanos);
  }

  /** The same, {@code more} nanoseconds later. */
  Attempt after(long more) {
    return new Attempt(
        input, verdict, block, root, hash, proposerIndex, pre, post, failure, claims, nanos + more);
  }
}
