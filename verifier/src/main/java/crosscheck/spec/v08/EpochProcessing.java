package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.compareProducts;
import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.lessOrEqual;
import static crosscheck.spec.Uint64.min;
import static crosscheck.spec.Uint64.minus;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.plusOrMax;
import static crosscheck.spec.Uint64.times;
import static crosscheck.spec.Uint64.timesDividedBy;
import static crosscheck.spec.Uint64.timesOrMax;
import static crosscheck.spec.v08.Constants.FAR_FUTURE_EPOCH;
import static crosscheck.spec.v08.Constants.GENESIS_EPOCH;
import static crosscheck.spec.v08.Constants.JUSTIFICATION_BITS_LENGTH;

import crosscheck.spec.Checkpoint;
import crosscheck.ssz.Bitvector;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszList;
import crosscheck.ssz.SszType;
import crosscheck.ssz.Uint64List;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Epoch processing: the steps of {@code process_epoch}, in spec order. Each works on the state
 * alone; the first three share one pass over the attestations ({@link EpochVotes}). Two of them
 * have a chapter of their own: {@link CrosslinkVotes}, {@link Rewards}.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#epoch-processing">spec</a>
 */
class EpochProcessing {

  private final Constants c;
  private final Misc misc;
  private final Accessors accessors;
  private final Mutators mutators;
  private final CrosslinkVotes crosslinks;
  private final Rewards rewards;
  private final CompactCommittees compactCommittees;
  private final Ssz ssz;
  private final SszType<Uint64List> indicesType;
  private final Memo<ActiveValidators, Bytes32> activeIndexRoots = new Memo<>(16);

  @SuppressWarnings("unchecked")
  EpochProcessing(
      Constants constants,
      Misc misc,
      Accessors accessors,
      Mutators mutators,
      Ssz ssz,
      CrosslinkVotes crosslinks,
      Rewards rewards) {
    this.c = constants;
    this.misc = misc;
    this.accessors = accessors;
    this.mutators = mutators;
    this.crosslinks = crosslinks;
    this.rewards = rewards;
    this.compactCommittees = new CompactCommittees(constants, accessors);
    this.ssz = ssz;
    // List[ValidatorIndex, VALIDATOR_REGISTRY_LIMIT] has the same SSZ as the balances.
    this.indicesType = (SszType<Uint64List>) ssz.field(BeaconState.class, "balances");
  }

  /** {@code process_epoch}. */
  void processEpoch(BeaconState state) {
    EpochVotes votes = new EpochVotes(state, accessors);
    processJustificationAndFinalization(state, votes);
    processCrosslinks(state, votes);
    processRewardsAndPenalties(state, votes);
    processRegistryUpdates(state);
    processSlashings(state);
    processFinalUpdates(state);
  }

  void processJustificationAndFinalization(BeaconState state) {
    processJustificationAndFinalization(state, new EpochVotes(state, accessors));
  }

  void processCrosslinks(BeaconState state) {
    processCrosslinks(state, new EpochVotes(state, accessors));
  }

  void processRewardsAndPenalties(BeaconState state) {
    processRewardsAndPenalties(state, new EpochVotes(state, accessors));
  }

  // Justification and finalization

  void processJustificationAndFinalization(BeaconState state, EpochVotes votes) {
    long currentEpoch = votes.currentEpoch();
    if (lessOrEqual(currentEpoch, GENESIS_EPOCH + 1)) {
      return;
    }
    long previousEpoch = votes.previousEpoch();
    Checkpoint oldPreviousJustified = state.previousJustifiedCheckpoint;
    Checkpoint oldCurrentJustified = state.currentJustifiedCheckpoint;

    state.previousJustifiedCheckpoint = state.currentJustifiedCheckpoint;
    Bitvector bits = shifted(state.justificationBits);
    if (hasSupermajority(state, votes, previousEpoch)) {
      state.currentJustifiedCheckpoint =
          new Checkpoint(previousEpoch, accessors.getBlockRoot(state, previousEpoch));
      bits = bits.with(1, true);
    }
    if (hasSupermajority(state, votes, currentEpoch)) {
      state.currentJustifiedCheckpoint =
          new Checkpoint(currentEpoch, accessors.getBlockRoot(state, currentEpoch));
      bits = bits.with(0, true);
    }
    state.justificationBits = bits;

    // Each rule: which recent epochs are justified, and the one they use as source.
    if (all(bits, 1, 4) && plus(oldPreviousJustified.epoch(), 3) == currentEpoch) {
      state.finalizedCheckpoint = oldPreviousJustified;
    }
    if (all(bits, 1, 3) && plus(oldPreviousJustified.epoch(), 2) == currentEpoch) {
      state.finalizedCheckpoint = oldPreviousJustified;
    }
    if (all(bits, 0, 3) && plus(oldCurrentJustified.epoch(), 2) == currentEpoch) {
      state.finalizedCheckpoint = oldCurrentJustified;
    }
    if (all(bits, 0, 2) && plus(oldCurrentJustified.epoch(), 1) == currentEpoch) {
      state.finalizedCheckpoint = oldCurrentJustified;
    }
  }

  /** At least two thirds of the active balance voted for the epoch's block as target. */
  private boolean hasSupermajority(BeaconState state, EpochVotes votes, long epoch) {
    long attesting =
        votes.totalBalance(votes.attesters(votes.getMatchingTargetAttestations(epoch)));
    return compareProducts(attesting, 3, accessors.getTotalActiveBalance(state), 2) >= 0;
  }

  /** One epoch older; bit 0, the newest, is clear. */
  Bitvector shifted(Bitvector bits) {
    Bitvector shifted = bits.with(0, false);
    for (int i = 1; i < JUSTIFICATION_BITS_LENGTH; i++) {
      shifted = shifted.with(i, bits.get(i - 1));
    }
    return shifted;
  }

  private static boolean all(Bitvector bits, int from, int to) {
    return IntStream.range(from, to).allMatch(bits::get);
  }

  // Crosslinks

  void processCrosslinks(BeaconState state, EpochVotes votes) {
    crosslinks.processCrosslinks(state, votes);
  }

  // Rewards and penalties

  void processRewardsAndPenalties(BeaconState state, EpochVotes votes) {
    rewards.processRewardsAndPenalties(state, votes);
  }

  // Registry updates

  /** {@code process_registry_updates}. */
  void processRegistryUpdates(BeaconState state) {
    long currentEpoch = accessors.getCurrentEpoch(state);
    RegistryColumns registry = accessors.columns(state);
    for (int index = 0; index < registry.size(); index++) {
      if (registry.activationEligibilityEpochs[index] == FAR_FUTURE_EPOCH
          && registry.effectiveBalances[index] == c.MAX_EFFECTIVE_BALANCE) {
        Validator validator = state.validators.get(index);
        state.validators =
            state.validators.with(index, validator.withActivationEligibilityEpoch(currentEpoch));
      }
    }
    // Ejections look at the exits of the whole registry, but never at each other's eligibility:
    // they
    // may follow in one go.
    ejectLowBalances(state, registry, currentEpoch);

    List<Integer> queue = activationQueue(state);
    long activationEpoch = misc.computeActivationExitEpoch(currentEpoch);
    int dequeued = (int) min(queue.size(), accessors.getValidatorChurnLimit(state));
    for (int index : queue.subList(0, dequeued)) {
      Validator validator = state.validators.get(index);
      if (validator.activationEpoch() == FAR_FUTURE_EPOCH) {
        state.validators =
            state.validators.with(index, validator.withActivationEpoch(activationEpoch));
      }
    }
  }

  private void ejectLowBalances(BeaconState state, RegistryColumns registry, long currentEpoch) {
    int[] ejected =
        Arrays.stream(accessors.getActiveValidatorIndices(state, currentEpoch).indices())
            .filter(i -> lessOrEqual(registry.effectiveBalances[i], c.EJECTION_BALANCE))
            .toArray();
    if (ejected.length > 0) {
      Mutators.ExitQueue exits = mutators.exitQueue(state);
      for (int index : ejected) {
        exits.add(index);
      }
    }
  }

  /** Validators waiting to be activated, those eligible longest first. */
  List<Integer> activationQueue(BeaconState state) {
    long earliest = misc.computeActivationExitEpoch(state.finalizedCheckpoint.epoch());
    RegistryColumns registry = accessors.columns(state);
    List<Integer> queue = new ArrayList<>();
    for (int index = 0; index < registry.size(); index++) {
      if (registry.activationEligibilityEpochs[index] != FAR_FUTURE_EPOCH
          && lessOrEqual(earliest, registry.activationEpochs[index])) {
        queue.add(index);
      }
    }
    // Stable: validators eligible since the same epoch stay in the order of their indices.
    queue.sort(
        (a, b) ->
            Long.compareUnsigned(
                registry.activationEligibilityEpochs[a], registry.activationEligibilityEpochs[b]));
    return queue;
  }

  // Slashings

  /** {@code process_slashings}. */
  void processSlashings(BeaconState state) {
    long epoch = accessors.getCurrentEpoch(state);
    long totalBalance = accessors.getTotalActiveBalance(state);
    long slashedSum = 0;
    for (long gwei : state.slashings.toArray()) {
      slashedSum = plusOrMax(slashedSum, gwei);
    }
    long counted = min(countedSlashings(slashedSum), totalBalance);
    long increment = c.EFFECTIVE_BALANCE_INCREMENT;
    long halfway = plus(epoch, c.EPOCHS_PER_SLASHINGS_VECTOR / 2);
    RegistryColumns registry = accessors.columns(state);
    for (int index = 0; index < registry.size(); index++) {
      if (registry.slashed[index] && registry.withdrawableEpochs[index] == halfway) {
        long increments = dividedBy(registry.effectiveBalances[index], increment);
        long penalty = times(timesDividedBy(increments, counted, totalBalance), increment);
        mutators.decreaseBalance(state, index, penalty);
      }
    }
  }

  /** The slashed balance, Gwei, as it counts in penalties: threefold. */
  long countedSlashings(long slashedSum) {
    return timesOrMax(slashedSum, 3);
  }

  // Final updates

  /** {@code process_final_updates}. */
  void processFinalUpdates(BeaconState state) {
    long currentEpoch = accessors.getCurrentEpoch(state);
    long nextEpoch = plus(currentEpoch, 1);
    if (mod(plus(state.slot, 1), c.SLOTS_PER_ETH1_VOTING_PERIOD) == 0) {
      state.eth1DataVotes = SszList.of();
    }
    updateEffectiveBalances(state);
    long indexEpoch = plus(nextEpoch, c.ACTIVATION_EXIT_DELAY);
    state.activeIndexRoots =
        state.activeIndexRoots.with(
            mod(indexEpoch, c.EPOCHS_PER_HISTORICAL_VECTOR), activeIndexRoot(state, indexEpoch));
    state.compactCommitteesRoots =
        state.compactCommitteesRoots.with(
            mod(nextEpoch, c.EPOCHS_PER_HISTORICAL_VECTOR),
            compactCommitteesRoot(state, nextEpoch));
    state.slashings = state.slashings.with(mod(nextEpoch, c.EPOCHS_PER_SLASHINGS_VECTOR), 0);
    state.randaoMixes =
        state.randaoMixes.with(
            mod(nextEpoch, c.EPOCHS_PER_HISTORICAL_VECTOR),
            accessors.getRandaoMix(state, currentEpoch));
    if (mod(nextEpoch, dividedBy(c.SLOTS_PER_HISTORICAL_ROOT, c.SLOTS_PER_EPOCH)) == 0) {
      HistoricalBatch batch = new HistoricalBatch(state.blockRoots, state.stateRoots);
      state.historicalRoots =
          Positions.appended(
              state.historicalRoots, ssz.hashTreeRoot(batch), c.HISTORICAL_ROOTS_LIMIT);
    }
    state.startShard =
        mod(plus(state.startShard, accessors.getShardDelta(state, currentEpoch)), c.SHARD_COUNT);
    state.previousEpochAttestations = state.currentEpochAttestations;
    state.currentEpochAttestations = SszList.of();
  }

  /** With hysteresis: a balance must leave the band above the effective balance to change it. */
  private void updateEffectiveBalances(BeaconState state) {
    long[] balances = state.balances.toArray();
    long[] effectiveBalances = accessors.columns(state).effectiveBalances;
    for (int index = 0; index < effectiveBalances.length; index++) {
      long balance = balances[Positions.within(index, balances.length, "balance")];
      long effectiveBalance = effectiveBalances[index];
      if (leavesBand(balance, effectiveBalance)) {
        long updated =
            min(
                minus(balance, mod(balance, c.EFFECTIVE_BALANCE_INCREMENT)),
                c.MAX_EFFECTIVE_BALANCE);
        if (updated != effectiveBalance) {
          Validator validator = state.validators.get(index);
          state.validators = state.validators.with(index, validator.withEffectiveBalance(updated));
        }
      }
    }
  }

  /** The band is one and a half increments wide; both in Gwei. */
  boolean leavesBand(long balance, long effectiveBalance) {
    long halfIncrement = c.EFFECTIVE_BALANCE_INCREMENT / 2;
    return less(balance, effectiveBalance)
        || less(plus(effectiveBalance, times(3, halfIncrement)), balance);
  }

  /** Root of the compact committees at an epoch. */
  Bytes32 compactCommitteesRoot(BeaconState state, long epoch) {
    return compactCommittees.getCompactCommitteesRoot(state, epoch);
  }

  /** Root of the list of active indices at an epoch. */
  Bytes32 activeIndexRoot(BeaconState state, long epoch) {
    ActiveValidators active = accessors.getActiveValidatorIndices(state, epoch);
    return activeIndexRoots.get(
        active,
        () ->
            indicesType.hashTreeRoot(
                Uint64List.of(Arrays.stream(active.indices()).asLongStream().toArray())));
  }
}
