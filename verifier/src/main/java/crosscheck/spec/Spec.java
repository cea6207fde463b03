package crosscheck.spec;

import crosscheck.bls.SignatureChecker;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszException;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * One version of the spec under one configuration: everything the rest of Crosscheck may ask of it.
 * Immutable and safe for use by many threads. {@link Specs} lists the versions.
 */
public interface Spec {

  /** Tag of the spec, e.g. {@code v0.8.3}. */
  String version();

  Config config();

  /** Codecs of this configuration. */
  Ssz ssz();

  /** SSZ containers by the spec's names ({@code BeaconBlock}, {@code Attestation}, …). */
  Map<String, Class<?>> containers();

  /** Every check, in spec order, the implicit failures last. */
  List<Check> checks();

  /** Decodes strictly: every byte has its place. */
  Block decodeBlock(Bytes ssz) throws SszException;

  /** Decodes strictly: every byte has its place. */
  State decodeState(Bytes ssz) throws SszException;

  /** The block that a chain starting from this state has at its root. */
  Block genesisBlock(State genesis);

  /** Signing root: the block's id. The signature is not in it. */
  Bytes32 root(Block block);

  /** Hash tree root, signature included: tells copies of one block apart. */
  Bytes32 hash(Block block);

  /** Hash tree root of a state; cached in its persistent lists, so cheap after small changes. */
  Bytes32 hash(State state);

  /**
   * {@code state_transition} with the state root checked. {@code pre} is not changed.
   *
   * @param pre the parent's post-state, or a state further on the same chain, at most at the
   *     block's slot
   * @throws InvalidException with the first check that failed
   */
  State transition(State pre, Block block, SignatureChecker signatures);

  /**
   * {@code state_transition} without comparing state roots: what a block that claims another root
   * leads to all the same. {@code pre} is not changed.
   *
   * @param pre as in {@link #transition}
   * @throws InvalidException with the first check that failed, but for the last
   */
  State execute(State pre, Block block, SignatureChecker signatures);

  /**
   * {@code process_slots}: the state at a later slot without blocks. {@code state} is not changed.
   * Cost grows with the slots between: the caller bounds them.
   *
   * @throws InvalidException when {@code slot} is before the state's
   */
  State advance(State state, long slot);

  /** {@code get_beacon_proposer_index} at the state's own slot. */
  long proposerIndex(State state);

  /** Proposers, committees and participation of a state's epoch. */
  Duties duties();

  /**
   * A fork-choice store that starts from a genesis state. Not safe for use by many threads.
   *
   * @param states answers for genesis and every block that fork choice was given
   */
  ForkChoice forkChoice(State genesis, ChainStates states);

  /**
   * A fork-choice store that goes on where another one stood.
   *
   * @param blocks the tree without genesis, parents before children
   * @param store what else the other one held
   * @throws IllegalArgumentException when the two do not belong together: a block is named that is
   *     not in the tree
   */
  ForkChoice forkChoice(
      State genesis, List<KnownBlock> blocks, ForkChoiceStore store, ChainStates states);

  /** What blocks prove against validators. */
  Evidence evidence();

  /** The mocked start of the interop standard: {@code validators} keys from the interop list. */
  State mockedGenesis(int validators, long genesisTime);

  /** {@code initialize_beacon_state_from_eth1}; deposits are SSZ {@code Deposit} values. */
  State genesisFromDeposits(Bytes32 eth1BlockHash, long eth1Timestamp, List<?> deposits);

  /** {@code is_valid_genesis_state}. */
  boolean validGenesis(State state);
}
