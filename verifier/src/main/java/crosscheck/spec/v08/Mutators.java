package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.lessOrEqual;
import static crosscheck.spec.Uint64.max;
import static crosscheck.spec.Uint64.minus;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.v08.Constants.FAR_FUTURE_EPOCH;

/**
 * Beacon state mutators, in spec order.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#beacon-state-mutators">spec</a>
 */
class Mutators {

  private final Constants c;
  private final Misc misc;
  private final Accessors accessors;

  Mutators(Constants constants, Misc misc, Accessors accessors) {
    this.c = constants;
    this.misc = misc;
    this.accessors = accessors;
  }

  /** {@code increase_balance}: {@code delta} in Gwei. */
  static void increaseBalance(BeaconState state, long index, long delta) {
    int position = Accessors.inRegistry(state, index);
    state.balances = state.balances.with(position, plus(state.balances.get(position), delta));
  }

  /** {@code decrease_balance}: {@code delta} in Gwei; stops at zero. */
  void decreaseBalance(BeaconState state, long index, long delta) {
    int position = Accessors.inRegistry(state, index);
    long balance = state.balances.get(position);
    state.balances = state.balances.with(position, decreased(balance, delta));
  }

  /** What is left of a balance, both in Gwei: no less than zero. */
  long decreased(long balance, long delta) {
    return less(balance, delta) ? 0 : balance - delta;
  }

  /** {@code initiate_validator_exit}. */
  void initiateValidatorExit(BeaconState state, int index) {
    if (state.validators.get(index).exitEpoch() == FAR_FUTURE_EPOCH) {
      exitQueue(state).add(index);
    }
  }

  /** The exit queue of a state: found once, then used for any number of exits in a row. */
  ExitQueue exitQueue(BeaconState state) {
    return new ExitQueue(state);
  }

  /** The end of the queue: its last epoch and how many leave in it. */
  final class ExitQueue {
    private final BeaconState state;
    private final long churnLimit;
    private long epoch;
    private long churn;

    private ExitQueue(BeaconState state) {
      this.state = state;
      this.churnLimit = accessors.getValidatorChurnLimit(state);
      this.epoch = misc.computeActivationExitEpoch(accessors.getCurrentEpoch(state));
      for (Validator validator : state.validators) {
        long exitEpoch = validator.exitEpoch();
        if (exitEpoch == FAR_FUTURE_EPOCH) {
          continue;
        }
        if (less(epoch, exitEpoch)) {
          epoch = exitEpoch;
          churn = 0;
        }
        if (exitEpoch == epoch) {
          churn++;
        }
      }
    }

    /** Puts a validator at the end of the queue, unless it is in the queue already. */
    void add(int index) {
      Validator validator = state.validators.get(index);
      if (validator.exitEpoch() != FAR_FUTURE_EPOCH) {
        return;
      }
      if (lessOrEqual(churnLimit, churn)) {
        epoch = plus(epoch, 1);
        churn = 0;
      }
      churn++;
      state.validators =
          state.validators.with(
              index, validator.withExit(epoch, plus(epoch, c.MIN_VALIDATOR_WITHDRAWABILITY_DELAY)));
    }
  }

  /** {@code slash_validator}; the proposer of the slot is the whistleblower. */
  void slashValidator(BeaconState state, int slashedIndex) {
    long epoch = accessors.getCurrentEpoch(state);
    initiateValidatorExit(state, slashedIndex);
    Validator validator = state.validators.get(slashedIndex);
    state.validators =
        state.validators.with(
            slashedIndex,
            validator.withSlashing(
                max(validator.withdrawableEpoch(), plus(epoch, c.EPOCHS_PER_SLASHINGS_VECTOR))));
    long effectiveBalance = validator.effectiveBalance();
    int position = (int) mod(epoch, c.EPOCHS_PER_SLASHINGS_VECTOR);
    state.slashings =
        state.slashings.with(position, plus(state.slashings.get(position), effectiveBalance));
    decreaseBalance(
        state, slashedIndex, dividedBy(effectiveBalance, c.MIN_SLASHING_PENALTY_QUOTIENT));

    int proposerIndex = accessors.getBeaconProposerIndex(state);
    long whistleblowerReward = dividedBy(effectiveBalance, c.WHISTLEBLOWER_REWARD_QUOTIENT);
    long proposerReward = dividedBy(whistleblowerReward, c.PROPOSER_REWARD_QUOTIENT);
    increaseBalance(state, proposerIndex, proposerReward);
    increaseBalance(state, proposerIndex, minus(whistleblowerReward, proposerReward));
  }
}
