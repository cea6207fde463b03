package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.max;
import static crosscheck.spec.Uint64.minus;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;

import crosscheck.spec.Config;
import crosscheck.ssz.Sha256;
import crosscheck.ssz.Ssz;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Helper functions and the passing of slots, got wrong: each method says how. */
public final class HelperDeviations {

  private HelperDeviations() {}

  /** An exit or activation takes effect an epoch early. */
  public static Deviation activationExitEpochEarly() {
    return new Deviation(
        new Chapters() {
          @Override
          Misc misc(Constants c) {
            return new Misc(c) {
              @Override
              long computeActivationExitEpoch(long epoch) {
                return minus(super.computeActivationExitEpoch(epoch), 1);
              }
            };
          }
        });
  }

  /** The churn limit is one too large. */
  public static Deviation churnPlusOne() {
    return new Deviation(
        new Chapters() {
          @Override
          Accessors accessors(Constants c, Misc misc, Ssz ssz) {
            return new Accessors(c, misc, ssz) {
              @Override
              long getValidatorChurnLimit(BeaconState state) {
                return plus(super.getValidatorChurnLimit(state), 1);
              }
            };
          }
        });
  }

  /** The total active balance includes validators that are not active. */
  public static Deviation totalBalanceOfAll() {
    return new Deviation(
        new Chapters() {
          @Override
          Accessors accessors(Constants c, Misc misc, Ssz ssz) {
            return new Accessors(c, misc, ssz) {
              @Override
              long getTotalActiveBalance(BeaconState state) {
                long sum = 0;
                for (long balance : columns(state).effectiveBalances) {
                  sum = plus(sum, balance);
                }
                return max(1, sum);
              }
            };
          }
        });
  }

  /** The seed takes the mix of one epoch earlier: a stale shuffling. */
  public static Deviation seedOfEarlierMix() {
    return new Deviation(
        new Chapters() {
          @Override
          Accessors accessors(Constants c, Misc misc, Ssz ssz) {
            return new Accessors(c, misc, ssz) {
              @Override
              Bytes32 getSeed(BeaconState state, long epoch) {
                Bytes32 mix =
                    getRandaoMix(
                        state, epoch + c.EPOCHS_PER_HISTORICAL_VECTOR - c.MIN_SEED_LOOKAHEAD - 2);
                Bytes32 indexRoot =
                    state.activeIndexRoots.get(mod(epoch, c.EPOCHS_PER_HISTORICAL_VECTOR));
                Bytes32 epochBytes = Bytes32.rightPad(Misc.uint64Bytes(epoch));
                return Sha256.hash(Bytes.concatenate(mix, indexRoot, epochBytes));
              }
            };
          }
        });
  }

  /** The whistleblower gets the whole reward, and the proposer's share comes on top. */
  public static Deviation whistleblowerRewardInFull() {
    return new Deviation(
        new Chapters() {
          @Override
          Mutators mutators(Constants c, Misc misc, Accessors accessors) {
            return new Mutators(c, misc, accessors) {
              @Override
              void slashValidator(BeaconState state, int slashedIndex) {
                super.slashValidator(state, slashedIndex);
                long slashed = state.validators.get(slashedIndex).effectiveBalance();
                long reward = dividedBy(slashed, c.WHISTLEBLOWER_REWARD_QUOTIENT);
                increaseBalance(
                    state,
                    accessors.getBeaconProposerIndex(state),
                    dividedBy(reward, c.PROPOSER_REWARD_QUOTIENT));
              }
            };
          }
        });
  }

  /** A balance does not stop at zero, but goes on below 2^64. */
  public static Deviation balanceWraps() {
    return new Deviation(
        new Chapters() {
          @Override
          Mutators mutators(Constants c, Misc misc, Accessors accessors) {
            return new Mutators(c, misc, accessors) {
              @Override
              long decreased(long balance, long delta) {
                return balance - delta;
              }
            };
          }
        });
  }

  /** The penalty for not voting while there is no finality is twice what it should be. */
  public static Deviation inactivityPenaltyDoubled() {
    return new Deviation(
        new Chapters() {
          @Override
          Constants constants(Config config) {
            String quotient = "INACTIVITY_PENALTY_QUOTIENT";
            return super.constants(
                config.with(quotient, Long.toString(config.uint64(quotient) / 2)));
          }
        });
  }

  /** The state root is written to the position of the next slot. */
  public static Deviation stateRootAtNextPosition() {
    return new Deviation(
        new Chapters() {
          @Override
          Slots slots(Constants c, EpochProcessing epochs, Ssz ssz) {
            return new Slots(c, epochs, ssz) {
              @Override
              void processSlot(BeaconState state) {
                var before = state.stateRoots;
                Bytes32 root = ssz.hashTreeRoot(state);
                super.processSlot(state);
                long next = mod(plus(state.slot, 1), c.SLOTS_PER_HISTORICAL_ROOT);
                state.stateRoots = before.with(next, root);
              }
            };
          }
        });
  }

  /** In a slot without a block the root of the block's state is kept, not the advanced one's. */
  public static Deviation stateRootStale() {
    return new Deviation(
        new Chapters() {
          @Override
          Slots slots(Constants c, EpochProcessing epochs, Ssz ssz) {
            return new Slots(c, epochs, ssz) {
              @Override
              void processSlot(BeaconState state) {
                Bytes32 ofBlock = state.latestBlockHeader.stateRoot();
                super.processSlot(state);
                if (!ofBlock.isZero()) {
                  long position = mod(state.slot, c.SLOTS_PER_HISTORICAL_ROOT);
                  state.stateRoots = state.stateRoots.with(position, ofBlock);
                }
              }
            };
          }
        });
  }
}
