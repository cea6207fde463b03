package crosscheck.spec;

import crosscheck.bls.SignatureChecker;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What blocks prove against validators, and the operations that have them slashed for it. An
 * operation is an SSZ container of {@link Spec#containers()}, for {@link Spec#ssz()} to write.
 */
public interface Evidence {

  /**
   * The votes in a block, in its order. Validator indices are those of the block's own chain.
   *
   * @param block a valid one: its attestations are taken as checked
   * @param post its post-state
   */
  List<Vote> votes(Block block, State post);

  /**
   * Whether the block carries a signature of this validator, whatever else is wrong with it.
   *
   * @param state any state of the chain the block builds on: it says which key the validator has
   */
  boolean signed(Block block, long validator, State state, SignatureChecker signatures);

  /**
   * {@code ProposerSlashing}: two blocks of one proposer.
   *
   * @param first becomes {@code header_1}
   */
  Object proposerSlashing(long proposer, Block first, Block second);

  /**
   * {@code AttesterSlashing}: two votes.
   *
   * @param first becomes {@code attestation_1}; of a surround vote the surrounding one
   */
  Object attesterSlashing(Cast first, Cast second);

  /**
   * An attestation where it stands.
   *
   * @param position index in the block's list of attestations, from 0
   * @param voters as {@link #votes} gave them
   */
  record Cast(Block block, int position, int[] voters) {}

  /** The proposer slashings in a block, in its order. */
  List<ProposerSlashed> proposerSlashings(Block block);

  /**
   * Two blocks of one proposer, as a slashing names them.
   *
   * @param position index in the block's list of proposer slashings, from 0
   * @param operation {@code ProposerSlashing}
   * @param epoch of the first block, uint64
   * @param first id of a block: the signing root of its header
   */
  record ProposerSlashed(
      int position, Object operation, int proposer, long epoch, Bytes32 first, Bytes32 second) {}

  /** The attester slashings in a block, in its order. */
  List<AttesterSlashed> attesterSlashings(Block block);

  /**
   * Two votes, as a slashing names them.
   *
   * @param operation {@code AttesterSlashing}
   * @param first its position, like the second's, is that of the slashing in the block's list, from
   *     0
   */
  record AttesterSlashed(Object operation, Vote first, Vote second) {}

  /**
   * Why a block on this state could not carry the operation; empty when {@code
   * process_proposer_slashing} or {@code process_attester_slashing} accepts it. The state is not
   * changed.
   *
   * @param operation {@code ProposerSlashing} or {@code AttesterSlashing}
   * @throws IllegalArgumentException when it is something else
   */
  Optional<Refusal> refusal(Object operation, State state, SignatureChecker signatures);

  /**
   * Why an operation is not accepted.
   *
   * @param proven whether it is good evidence all the same: its signatures are those of the
   *     validators it names, but there is nobody left to slash
   */
  record Refusal(Failure failure, boolean proven) {}
}
