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
import static crosscheck.spec.Uint64.timesWrapping;
import static crosscheck.spec.v08.Constants.FAR_FUTURE_EPOCH;
import static crosscheck.spec.v08.Constants.GENESIS_EPOCH;
import static crosscheck.spec.v08.Constants.JUSTIFICATION_BITS_LENGTH;

import crosscheck.spec.Checkpoint;
import crosscheck.spec.v08.EpochVotes.Vote;
import crosscheck.ssz.Bitvector;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszList;
import crosscheck.ssz.SszType;
import crosscheck.ssz.Uint64List;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Epoch processing: the steps of {@code process_epoch}, in spec order. Each works on the state
 * alone; the first three share one pass over the attestations ({@link EpochVotes}).
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#epoch-processing">spec</a>
 */
class EpochProcessing {

  private static final Crosslink NO_CROSSLINK = new Crosslink(0, Bytes32.ZERO, 0, 0, Bytes32.ZERO);

  private final Constants c;
  private final Misc misc;
  private final Accessors accessors;
  private final Mutators mutators;
  private final CompactCommittees compactCommittees;
  private final Ssz ssz;
  private final SszType<Uint64List> indicesType;
  private final Memo<ActiveValidators, Bytes32> activeIndexRoots = new Memo<>(16);

  @SuppressWarnings("unchecked")
  EpochProcessing(Constants constants, Misc misc, Accessors accessors, Mutators mutators, Ssz ssz) {
    this.c = constants;
    this.misc = misc;
    this.accessors = accessors;
    this.mutators = mutators;
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

  // Helper functions

  /** {@code get_matching_target_attestations}. */
  private List<Vote> getMatchingTargetAttestations(
      BeaconState state, EpochVotes votes, long epoch) {
    Bytes32 root = accessors.getBlockRoot(state, epoch);
    List<Vote> matching = new ArrayList<>();
    for (Vote vote : votes.getMatchingSourceAttestations(epoch)) {
      if (vote.attestation().data().target().root().equals(root)) {
        matching.add(vote);
      }
    }
    return matching;
  }

  /** {@code get_matching_head_attestations}. */
  List<Vote> getMatchingHeadAttestations(BeaconState state, EpochVotes votes, long epoch) {
    List<Vote> matching = new ArrayList<>();
    for (Vote vote : votes.getMatchingSourceAttestations(epoch)) {
      AttestationData data = vote.attestation().data();
      Bytes32 root =
          accessors.getBlockRootAtSlot(state, accessors.getAttestationDataSlot(state, data));
      if (data.beaconBlockRoot().equals(root)) {
        matching.add(vote);
      }
    }
    return matching;
  }

  /** The winning crosslink of a shard and its unslashed attesters, each once. */
  private record Winner(Crosslink crosslink, int[] attesters) {}

  /** {@code get_winning_crosslink_and_attesting_indices}. */
  private Winner getWinningCrosslinkAndAttestingIndices(
      BeaconState state, EpochVotes votes, long epoch, long shard) {
    List<Vote> attestations = votes.of(epoch, shard);
    if (attestations.isEmpty()) {
      return new Winner(NO_CROSSLINK, new int[0]);
    }
    Bytes32 currentRoot = ssz.hashTreeRoot(state.currentCrosslinks.get(shard));
    Crosslink winner = NO_CROSSLINK;
    long winnerBalance = 0;
    for (Crosslink candidate : distinctCrosslinks(attestations)) {
      if (!currentRoot.equals(candidate.parentRoot())
          && !currentRoot.equals(ssz.hashTreeRoot(candidate))) {
        continue;
      }
      long balance = votes.totalBalance(votes.union(votesFor(attestations, candidate)));
      int order = Long.compareUnsigned(balance, winnerBalance);
      if (order > 0 || (order == 0 && winsTie(candidate, winner))) {
        winner = candidate;
        winnerBalance = balance;
      }
    }
    return new Winner(winner, votes.union(votesFor(attestations, winner)));
  }

  /** Of two crosslinks with the same balance behind them, the one with the larger data root. */
  boolean winsTie(Crosslink candidate, Crosslink winner) {
    return candidate.dataRoot().compareTo(winner.dataRoot()) > 0;
  }

  private static Set<Crosslink> distinctCrosslinks(List<Vote> votes) {
    if (votes.size() == 1) {
      return Set.of(votes.get(0).attestation().data().crosslink());
    }
    Set<Crosslink> distinct = new LinkedHashSet<>();
    for (Vote vote : votes) {
      distinct.add(vote.attestation().data().crosslink());
    }
    return distinct;
  }

  private static List<Vote> votesFor(List<Vote> votes, Crosslink crosslink) {
    List<Vote> matching = new ArrayList<>(votes.size());
    for (Vote vote : votes) {
      if (vote.attestation().data().crosslink().equals(crosslink)) {
        matching.add(vote);
      }
    }
    return matching;
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
        votes.totalBalance(votes.attesters(getMatchingTargetAttestations(state, votes, epoch)));
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
    state.previousCrosslinks = state.currentCrosslinks;
    for (long epoch : new long[] {votes.previousEpoch(), votes.currentEpoch()}) {
      EpochCommittees committees = accessors.committees(state, epoch);
      for (long number = 0; number < committees.count(); number++) {
        long shard = committees.shard(number);
        Winner winner = getWinningCrosslinkAndAttestingIndices(state, votes, epoch, shard);
        long attesting = votes.totalBalance(winner.attesters());
        if (compareProducts(3, attesting, 2, votes.totalBalance(committees.ofShard(shard))) >= 0) {
          state.currentCrosslinks = state.currentCrosslinks.with(shard, winner.crosslink());
        }
      }
    }
  }

  // Rewards and penalties

  /** Gwei gained and lost by each validator. */
  static final class Deltas {
    final long[] rewards;
    final long[] penalties;

    Deltas(int validators) {
      rewards = new long[validators];
      penalties = new long[validators];
    }

    void reward(int index, long gwei) {
      rewards[index] = plus(rewards[index], gwei);
    }

    void penalize(int index, long gwei) {
      penalties[index] = plus(penalties[index], gwei);
    }
  }

  /** {@code get_base_reward} of every validator: Gwei. */
  long[] baseRewards(BeaconState state, EpochVotes votes) {
    long root = Misc.integerSquareroot(accessors.getTotalActiveBalance(state));
    long[] rewards = new long[votes.validatorCount()];
    long lastBalance = 0;
    long lastReward = 0;
    for (int i = 0; i < rewards.length; i++) {
      long balance = votes.effectiveBalance(i);
      if (balance != lastBalance) {
        lastBalance = balance;
        lastReward =
            dividedBy(
                timesDividedBy(balance, c.BASE_REWARD_FACTOR, root),
                Constants.BASE_REWARDS_PER_EPOCH);
      }
      rewards[i] = lastReward;
    }
    return rewards;
  }

  /** {@code get_attestation_deltas}. */
  private void getAttestationDeltas(
      BeaconState state, EpochVotes votes, long[] baseRewards, Deltas deltas) {
    long previousEpoch = votes.previousEpoch();
    int[] eligible = eligibleValidators(state, previousEpoch);
    List<Vote> source = votes.getMatchingSourceAttestations(previousEpoch);
    List<Vote> target = getMatchingTargetAttestations(state, votes, previousEpoch);
    List<Vote> head = getMatchingHeadAttestations(state, votes, previousEpoch);
    boolean[] targetAttesters = votes.attesters(target);
    addMatchingDeltas(state, votes, eligible, votes.attesters(source), baseRewards, deltas);
    addMatchingDeltas(state, votes, eligible, targetAttesters, baseRewards, deltas);
    addMatchingDeltas(state, votes, eligible, votes.attesters(head), baseRewards, deltas);
    addInclusionRewards(source, baseRewards, deltas);
    addInactivityPenalties(state, votes, eligible, targetAttesters, baseRewards, deltas);
  }

  private int[] eligibleValidators(BeaconState state, long previousEpoch) {
    RegistryColumns registry = accessors.columns(state);
    int[] eligible = new int[registry.size()];
    int count = 0;
    for (int index = 0; index < eligible.length; index++) {
      if (registry.activeAt(index, previousEpoch)
          || (registry.slashed[index]
              && less(plus(previousEpoch, 1), registry.withdrawableEpochs[index]))) {
        eligible[count++] = index;
      }
    }
    return Arrays.copyOf(eligible, count);
  }

  /** Micro-incentives for one of source, target, head. */
  private void addMatchingDeltas(
      BeaconState state,
      EpochVotes votes,
      int[] eligible,
      boolean[] attesters,
      long[] baseRewards,
      Deltas deltas) {
    long attestingBalance = votes.totalBalance(attesters);
    long totalBalance = accessors.getTotalActiveBalance(state);
    long lastBaseReward = 0;
    long lastReward = 0;
    for (int index : eligible) {
      long baseReward = baseRewards[index];
      if (!attesters[index]) {
        deltas.penalize(index, baseReward);
        continue;
      }
      if (baseReward != lastBaseReward) {
        lastBaseReward = baseReward;
        // Above some 78,000 validators this product passes 64 bits. It wraps, as it does in the
        // reference chain of that size: docs/decisions/0005-reward-product-wraps.md.
        lastReward = dividedBy(timesWrapping(baseReward, attestingBalance), totalBalance);
      }
      deltas.reward(index, lastReward);
    }
  }

  /** Proposer and inclusion delay micro-rewards: each attester counts once, where earliest. */
  void addInclusionRewards(List<Vote> source, long[] baseRewards, Deltas deltas) {
    PendingAttestation[] earliest = earliestAttestations(source, baseRewards.length);
    for (int index = 0; index < earliest.length; index++) {
      PendingAttestation attestation = earliest[index];
      if (attestation == null) {
        continue;
      }
      long proposerReward = dividedBy(baseRewards[index], c.PROPOSER_REWARD_QUOTIENT);
      deltas.reward(
          Positions.within(attestation.proposerIndex(), baseRewards.length, "validator"),
          proposerReward);
      long maxAttesterReward = minus(baseRewards[index], proposerReward);
      long share =
          minus(
              plus(c.SLOTS_PER_EPOCH, c.MIN_ATTESTATION_INCLUSION_DELAY),
              attestation.inclusionDelay());
      deltas.reward(index, timesDividedBy(maxAttesterReward, share, c.SLOTS_PER_EPOCH));
    }
  }

  /** By validator: the attestation in which its vote was included first, null without one. */
  static PendingAttestation[] earliestAttestations(List<Vote> votes, int validators) {
    PendingAttestation[] earliest = new PendingAttestation[validators];
    for (Vote vote : votes) {
      for (int index : vote.attesters()) {
        PendingAttestation known = earliest[index];
        if (known == null || less(vote.attestation().inclusionDelay(), known.inclusionDelay())) {
          earliest[index] = vote.attestation();
        }
      }
    }
    return earliest;
  }

  void addInactivityPenalties(
      BeaconState state,
      EpochVotes votes,
      int[] eligible,
      boolean[] targetAttesters,
      long[] baseRewards,
      Deltas deltas) {
    long finalityDelay = minus(votes.previousEpoch(), state.finalizedCheckpoint.epoch());
    if (lessOrEqual(finalityDelay, c.MIN_EPOCHS_TO_INACTIVITY_PENALTY)) {
      return;
    }
    for (int index : eligible) {
      deltas.penalize(index, times(Constants.BASE_REWARDS_PER_EPOCH, baseRewards[index]));
      if (!targetAttesters[index]) {
        deltas.penalize(
            index,
            timesDividedBy(
                votes.effectiveBalance(index), finalityDelay, c.INACTIVITY_PENALTY_QUOTIENT));
      }
    }
  }

  /** {@code get_crosslink_deltas}. */
  private void getCrosslinkDeltas(
      BeaconState state, EpochVotes votes, long[] baseRewards, Deltas deltas) {
    long epoch = votes.previousEpoch();
    EpochCommittees committees = accessors.committees(state, epoch);
    MarkedValidators attested = new MarkedValidators(baseRewards.length);
    for (long number = 0; number < committees.count(); number++) {
      long shard = committees.shard(number);
      Committee committee = committees.ofShard(shard);
      int[] attesters =
          getWinningCrosslinkAndAttestingIndices(state, votes, epoch, shard).attesters();
      attested.clear();
      attested.addAll(attesters);
      long attestingBalance = votes.totalBalance(attesters);
      long committeeBalance = votes.totalBalance(committee);
      for (int i = 0; i < committee.size(); i++) {
        int index = committee.member(i);
        long baseReward = baseRewards[index];
        if (attested.contains(index)) {
          deltas.reward(index, timesDividedBy(baseReward, attestingBalance, committeeBalance));
        } else {
          deltas.penalize(index, baseReward);
        }
      }
    }
  }

  void processRewardsAndPenalties(BeaconState state, EpochVotes votes) {
    if (votes.currentEpoch() == GENESIS_EPOCH) {
      return;
    }
    long[] baseRewards = baseRewards(state, votes);
    Deltas attestation = new Deltas(baseRewards.length);
    Deltas crosslink = new Deltas(baseRewards.length);
    getAttestationDeltas(state, votes, baseRewards, attestation);
    getCrosslinkDeltas(state, votes, baseRewards, crosslink);
    long[] balances = state.balances.toArray();
    for (int i = 0; i < balances.length; i++) {
      long increased = plus(balances[i], plus(attestation.rewards[i], crosslink.rewards[i]));
      long penalty = plus(attestation.penalties[i], crosslink.penalties[i]);
      balances[i] = mutators.decreased(increased, penalty);
    }
    state.balances = state.balances.withAll(balances);
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
