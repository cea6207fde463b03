package crosscheck.spec.v08;

import crosscheck.bls.SignatureChecker;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/** Single functions of the spec, which main code has no way to, by the names the vectors use. */
public final class SpecFunctions {

  /** Handlers of the {@code operations} runner. */
  public static final List<String> OPERATIONS =
      List.of(
          "attestation",
          "attester_slashing",
          "block_header",
          "deposit",
          "proposer_slashing",
          "transfer",
          "voluntary_exit");

  /** Handlers of the {@code epoch_processing} runner. */
  public static final List<String> EPOCH_STEPS =
      List.of(
          "crosslinks",
          "final_updates",
          "justification_and_finalization",
          "registry_updates",
          "rewards_and_penalties",
          "slashings");

  private final Phase0 spec;

  public SpecFunctions(Spec spec) {
    this.spec = (Phase0) spec;
  }

  /** The container an operation is. */
  public Class<?> operationType(String operation) {
    return switch (operation) {
      case "attestation" -> Attestation.class;
      case "attester_slashing" -> AttesterSlashing.class;
      case "block_header" -> BeaconBlock.class;
      case "deposit" -> Deposit.class;
      case "proposer_slashing" -> ProposerSlashing.class;
      case "transfer" -> Transfer.class;
      case "voluntary_exit" -> VoluntaryExit.class;
      default -> throw new IllegalArgumentException("unknown operation " + operation);
    };
  }

  /** The state after {@code process_<name>}; {@code pre} is not changed. */
  public State operation(String name, State pre, Object operation, SignatureChecker signatures) {
    BeaconState state = ((BeaconState) pre).copy();
    BlockProcessing blocks = spec.blocks();
    switch (name) {
      case "attestation" -> blocks.processAttestation(state, (Attestation) operation, signatures);
      case "attester_slashing" ->
          blocks.processAttesterSlashing(state, (AttesterSlashing) operation, signatures);
      case "block_header" -> blocks.processBlockHeader(state, (BeaconBlock) operation, signatures);
      case "deposit" -> blocks.processDeposit(state, (Deposit) operation, signatures);
      case "proposer_slashing" ->
          blocks.processProposerSlashing(state, (ProposerSlashing) operation, signatures);
      case "transfer" -> blocks.processTransfer(state, (Transfer) operation, signatures);
      case "voluntary_exit" ->
          blocks.processVoluntaryExit(state, (VoluntaryExit) operation, signatures);
      default -> throw new IllegalArgumentException("unknown operation " + name);
    }
    return state;
  }

  /** The state after one step of {@code process_epoch}; {@code pre} is not changed. */
  public State epochStep(String name, State pre) {
    BeaconState state = ((BeaconState) pre).copy();
    EpochProcessing epochs = spec.epochs();
    switch (name) {
      case "crosslinks" -> epochs.processCrosslinks(state);
      case "final_updates" -> epochs.processFinalUpdates(state);
      case "justification_and_finalization" -> epochs.processJustificationAndFinalization(state);
      case "registry_updates" -> epochs.processRegistryUpdates(state);
      case "rewards_and_penalties" -> epochs.processRewardsAndPenalties(state);
      case "slashings" -> epochs.processSlashings(state);
      default -> throw new IllegalArgumentException("unknown step " + name);
    }
    return state;
  }

  /** {@code compute_shuffled_index}. */
  public long shuffledIndex(int index, int count, Bytes32 seed) {
    return spec.misc().computeShuffledIndex(index, count, seed);
  }

  /** {@code compute_shuffled_index} of each index below {@code count}, all in one go. */
  public int[] shuffledAtOnce(int count, Bytes32 seed) {
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = i;
    }
    int rounds = (int) spec.config().uint64("SHUFFLE_ROUND_COUNT");
    return Shuffling.shuffled(indices, seed, rounds);
  }
}
