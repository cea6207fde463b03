package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.minus;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.times;
import static crosscheck.spec.Uint64.timesDividedBy;

import crosscheck.spec.Checkpoint;
import crosscheck.spec.v08.Deviation.Parts;
import crosscheck.spec.v08.Deviation.RewardParts;
import crosscheck.spec.v08.EpochVotes.Vote;
import crosscheck.ssz.Bitvector;
import crosscheck.ssz.RootList;
import crosscheck.ssz.SszList;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.apache.tuweni.bytes.Bytes32;

/** Epoch processing, got wrong: each method says how. */
public final class EpochDeviations {

  private EpochDeviations() {}

  /** The right chapter, for one function of it to be replaced. */
  private static class Epochs extends EpochProcessing {
    final Constants c;
    final Accessors accessors;

    Epochs(Parts parts) {
      this(parts, new CrosslinkVotes(parts.accessors(), parts.ssz()));
    }

    private Epochs(Parts parts, CrosslinkVotes crosslinks) {
      super(
          parts.c(),
          parts.misc(),
          parts.accessors(),
          parts.mutators(),
          parts.ssz(),
          crosslinks,
          new Rewards(parts.c(), parts.accessors(), parts.mutators(), crosslinks));
      this.c = parts.c();
      this.accessors = parts.accessors();
    }
  }

  /** The right chapter on rewards, for one function of it to be replaced. */
  private static class RightRewards extends Rewards {
    final Constants c;
    final Accessors accessors;

    RightRewards(RewardParts parts) {
      super(parts.c(), parts.accessors(), parts.mutators(), parts.crosslinks());
      this.c = parts.c();
      this.accessors = parts.accessors();
    }
  }

  /** {@code process_crosslinks} is not called. */
  public static Deviation crosslinksSkipped() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              void processCrosslinks(BeaconState state, EpochVotes votes) {}
            });
  }

  /** Rewards are paid before justification. */
  public static Deviation rewardsFirst() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              void processEpoch(BeaconState state) {
                EpochVotes votes = new EpochVotes(state, accessors);
                processRewardsAndPenalties(state, votes);
                processJustificationAndFinalization(state, votes);
                processCrosslinks(state, votes);
                processRegistryUpdates(state);
                processSlashings(state);
                processFinalUpdates(state);
              }
            });
  }

  /** Rewards are paid twice in a row. */
  public static Deviation rewardsTwice() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              void processRewardsAndPenalties(BeaconState state, EpochVotes votes) {
                super.processRewardsAndPenalties(state, votes);
                super.processRewardsAndPenalties(state, votes);
              }
            });
  }

  /** The justification bits are not shifted. */
  public static Deviation justificationBitsNotShifted() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              Bitvector shifted(Bitvector bits) {
                return bits.with(0, false);
              }
            });
  }

  /** The bit of the previous epoch is not set when that epoch is justified late. */
  public static Deviation previousJustificationBitMissed() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              void processJustificationAndFinalization(BeaconState state, EpochVotes votes) {
                Bitvector before = state.justificationBits;
                super.processJustificationAndFinalization(state, votes);
                if (!before.equals(state.justificationBits)) {
                  state.justificationBits = state.justificationBits.with(1, before.get(0));
                }
              }
            });
  }

  /** The rule that finalizes the previous epoch once the current one is justified is missing. */
  public static Deviation fourthFinalityRuleMissing() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              void processJustificationAndFinalization(BeaconState state, EpochVotes votes) {
                Checkpoint finalized = state.finalizedCheckpoint;
                Checkpoint previous = state.previousJustifiedCheckpoint;
                Checkpoint current = state.currentJustifiedCheckpoint;
                super.processJustificationAndFinalization(state, votes);
                boolean byFourth =
                    state.finalizedCheckpoint.equals(current)
                        && plus(current.epoch(), 1) == votes.currentEpoch();
                if (byFourth) {
                  state.finalizedCheckpoint =
                      byFirstOrSecond(state, previous, votes) ? previous : finalized;
                }
              }

              private boolean byFirstOrSecond(
                  BeaconState state, Checkpoint previous, EpochVotes votes) {
                Bitvector bits = state.justificationBits;
                long age = minus(votes.currentEpoch(), previous.epoch());
                return bits.get(1) && bits.get(2) && (age == 2 || (age == 3 && bits.get(3)));
              }
            });
  }

  /** Of crosslinks with the same balance the one with the smaller data root wins. */
  public static Deviation crosslinkTieToSmaller() {
    return Deviation.ofCrosslinks(
        (accessors, ssz) ->
            new CrosslinkVotes(accessors, ssz) {
              @Override
              boolean winsTie(Crosslink candidate, Crosslink winner) {
                return candidate.dataRoot().compareTo(winner.dataRoot()) < 0;
              }
            });
  }

  /** The base reward is rounded up. */
  public static Deviation baseRewardRoundedUp() {
    return Deviation.ofRewards(
        parts ->
            new RightRewards(parts) {
              @Override
              long[] baseRewards(BeaconState state, EpochVotes votes) {
                long root = Misc.integerSquareroot(accessors.getTotalActiveBalance(state));
                long divisor = times(root, Constants.BASE_REWARDS_PER_EPOCH);
                long[] rewards = new long[votes.validatorCount()];
                for (int i = 0; i < rewards.length; i++) {
                  long product = times(votes.effectiveBalance(i), c.BASE_REWARD_FACTOR);
                  rewards[i] = dividedBy(plus(product, divisor - 1), divisor);
                }
                return rewards;
              }
            });
  }

  /** The proposer gets nothing for including attestations. */
  public static Deviation proposerRewardForgotten() {
    return Deviation.ofRewards(
        parts ->
            new RightRewards(parts) {
              @Override
              void addInclusionRewards(List<Vote> source, long[] baseRewards, Deltas deltas) {
                super.addInclusionRewards(source, baseRewards, deltas);
                PendingAttestation[] earliest = earliestAttestations(source, baseRewards.length);
                for (int i = 0; i < earliest.length; i++) {
                  if (earliest[i] != null) {
                    deltas.rewards[(int) earliest[i].proposerIndex()] -=
                        dividedBy(baseRewards[i], c.PROPOSER_REWARD_QUOTIENT);
                  }
                }
              }
            });
  }

  /** An attester's reward shrinks by one slot's share too much. */
  public static Deviation inclusionDelayOff() {
    return Deviation.ofRewards(
        parts ->
            new RightRewards(parts) {
              @Override
              void addInclusionRewards(List<Vote> source, long[] baseRewards, Deltas deltas) {
                super.addInclusionRewards(source, baseRewards, deltas);
                PendingAttestation[] earliest = earliestAttestations(source, baseRewards.length);
                for (int i = 0; i < earliest.length; i++) {
                  if (earliest[i] != null) {
                    long most =
                        baseRewards[i] - dividedBy(baseRewards[i], c.PROPOSER_REWARD_QUOTIENT);
                    long late = earliest[i].inclusionDelay();
                    LongBinaryOperator reward =
                        (slots, delay) -> timesDividedBy(most, slots - delay, c.SLOTS_PER_EPOCH);
                    deltas.rewards[i] +=
                        reward.applyAsLong(c.SLOTS_PER_EPOCH, late)
                            - reward.applyAsLong(
                                c.SLOTS_PER_EPOCH + c.MIN_ATTESTATION_INCLUSION_DELAY, late);
                  }
                }
              }
            });
  }

  /** While there is no finality, voting for the head spares the penalty, not for the target. */
  public static Deviation leakSparesHeadVoters() {
    return Deviation.ofRewards(
        parts ->
            new RightRewards(parts) {
              @Override
              void addInactivityPenalties(
                  BeaconState state,
                  EpochVotes votes,
                  int[] eligible,
                  boolean[] targetAttesters,
                  long[] baseRewards,
                  Deltas deltas) {
                boolean[] headAttesters =
                    votes.attesters(votes.getMatchingHeadAttestations(votes.previousEpoch()));
                super.addInactivityPenalties(
                    state, votes, eligible, headAttesters, baseRewards, deltas);
              }
            });
  }

  /** Validators are activated in the order of their indices, not of their eligibility. */
  public static Deviation activationQueueUnsorted() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              List<Integer> activationQueue(BeaconState state) {
                return super.activationQueue(state).stream().sorted().toList();
              }
            });
  }

  /** What others lost by slashings counts once in a penalty, not threefold. */
  public static Deviation slashingsNotMultiplied() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              long countedSlashings(long slashedSum) {
                return slashedSum;
              }
            });
  }

  /** The slashings of the epoch that ends are forgotten, not those of the oldest one. */
  public static Deviation slashingsWindowOff() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              void processFinalUpdates(BeaconState state) {
                long ending = mod(accessors.getCurrentEpoch(state), c.EPOCHS_PER_SLASHINGS_VECTOR);
                var slashings = state.slashings.with(ending, 0);
                super.processFinalUpdates(state);
                state.slashings = slashings;
              }
            });
  }

  /** The effective balance goes up as soon as the balance is half an increment above it. */
  public static Deviation hysteresisHalf() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              boolean leavesBand(long balance, long effectiveBalance) {
                long half = c.EFFECTIVE_BALANCE_INCREMENT / 2;
                return less(balance, effectiveBalance)
                    || less(plus(effectiveBalance, half), balance);
              }
            });
  }

  /** The effective balance follows the balance every epoch. */
  public static Deviation hysteresisNone() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              boolean leavesBand(long balance, long effectiveBalance) {
                return true;
              }
            });
  }

  /** The active index root is written one epoch too early. */
  public static Deviation activeIndexRootEarly() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              void processFinalUpdates(BeaconState state) {
                RootList before = state.activeIndexRoots;
                super.processFinalUpdates(state);
                long early = plus(accessors.getCurrentEpoch(state), c.ACTIVATION_EXIT_DELAY);
                state.activeIndexRoots =
                    before.with(
                        mod(early, c.EPOCHS_PER_HISTORICAL_VECTOR), activeIndexRoot(state, early));
              }
            });
  }

  /** The compact committees' root is that of the epoch that ends. */
  public static Deviation compactCommitteesOfCurrentEpoch() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              Bytes32 compactCommitteesRoot(BeaconState state, long epoch) {
                return super.compactCommitteesRoot(state, accessors.getCurrentEpoch(state));
              }
            });
  }

  /** The RANDAO mix is not carried over to the next epoch. */
  public static Deviation randaoMixNotCarried() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              void processFinalUpdates(BeaconState state) {
                RootList before = state.randaoMixes;
                super.processFinalUpdates(state);
                state.randaoMixes = before;
              }
            });
  }

  /** The historical batch is not kept. */
  public static Deviation historicalRootMissed() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              void processFinalUpdates(BeaconState state) {
                RootList before = state.historicalRoots;
                super.processFinalUpdates(state);
                state.historicalRoots = before;
              }
            });
  }

  /** The votes on eth1 data are dropped every epoch, not every period. */
  public static Deviation eth1VotesDroppedEarly() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              void processFinalUpdates(BeaconState state) {
                super.processFinalUpdates(state);
                state.eth1DataVotes = SszList.of();
              }
            });
  }

  /** The first shard of the next epoch is one too far. */
  public static Deviation startShardOff() {
    return Deviation.ofEpochs(
        parts ->
            new Epochs(parts) {
              @Override
              void processFinalUpdates(BeaconState state) {
                super.processFinalUpdates(state);
                state.startShard = mod(plus(state.startShard, 1), c.SHARD_COUNT);
              }
            });
  }
}
