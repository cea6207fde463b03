package crosscheck.spec;

import crosscheck.bls.SignatureChecker;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/** LMD-GHOST and finality as in the v0.8 fork-choice document. Not safe for use by many threads. */
public interface ForkChoice {

  /** {@code on_tick}: Unix time, seconds. */
  void onTick(long time);

  /**
   * The checks of {@code on_block} that concern the tree and the clock, in their order; empty when
   * all pass. Nothing is stored.
   */
  Optional<Failure> refusal(Block block);

  /**
   * The part of {@code on_block} after the transition, then {@code on_attestation} for each
   * attestation in the block; attestations that are refused, or vote for an unknown block, are
   * ignored. Call only when {@link #refusal} was empty.
   *
   * @param post post-state of the block
   */
  void onBlock(Block block, State post, SignatureChecker signatures);

  /** {@code get_head}. */
  Bytes32 head();

  Checkpoint justified();

  Checkpoint finalized();

  /**
   * Forgets every block that does not descend from the finalized one: none of them can become the
   * head any more. For stores that live long; a later {@link #refusal} of a block that builds on a
   * forgotten one says that its parent is unknown.
   */
  void forgetBeforeFinalized();

  /**
   * The votes that decide the head: for each block that latest votes name, from the justified one
   * on in the order of import, the effective balance of those who cast them, Gwei. What a block's
   * whole subtree weighs is the sum over its descendants.
   */
  Map<Bytes32, Long> weights();

  /** What is in it now, but for the tree of blocks: to begin another one with. */
  ForkChoiceStore store();
}
