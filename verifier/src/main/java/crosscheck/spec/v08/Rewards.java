package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.lessOrEqual;
import static crosscheck.spec.Uint64.minus;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.times;
import static crosscheck.spec.Uint64.timesDividedBy;
import static crosscheck.spec.Uint64.timesWrapping;
import static crosscheck.spec.v08.Constants.GENESIS_EPOCH;

import crosscheck.spec.v08.EpochVotes.Vote;
import java.util.Arrays;
import java.util.List;

/**
 * Rewards and penalties of an epoch.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#rewards-and-penalties-1">spec</a>
 */
class Rewards {

  private final Constants c;
  private final Accessors accessors;
  private final Mutators mutators;
  private final CrosslinkVotes crosslinks;

  Rewards(Constants constants, Accessors accessors, Mutators mutators, CrosslinkVotes crosslinks) {
    this.c = constants;
    this.accessors = accessors;
    this.mutators = mutators;
    this.crosslinks = crosslinks;
  }

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
    List<Vote> target = votes.getMatchingTargetAttestations(previousEpoch);
    List<Vote> head = votes.getMatchingHeadAttestations(previousEpoch);
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
          crosslinks.getWinningCrosslinkAndAttestingIndices(state, votes, epoch, shard).attesters();
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

  /** {@code process_rewards_and_penalties}. */
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
}
