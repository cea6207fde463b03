package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.lessOrEqual;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.text;

import java.util.Optional;

/**
 * Who is asked to attest where and when, as the validator guide tells it.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/validator/0_beacon-chain-validator.md#validator-assignments">spec</a>
 */
final class Assignments {

  private final Constants c;
  private final Misc misc;
  private final Accessors accessors;

  Assignments(Constants constants, Misc misc, Accessors accessors) {
    this.c = constants;
    this.misc = misc;
    this.accessors = accessors;
  }

  /** A validator's committee in an epoch, the shard it votes for, and the slot of its vote. */
  record Assignment(Committee committee, long shard, long slot) {}

  /** {@code get_committee_assignment}; empty for a validator that is not active then. */
  Optional<Assignment> getCommitteeAssignment(BeaconState state, long epoch, int validator) {
    long nextEpoch = plus(accessors.getCurrentEpoch(state), 1);
    Checks.ASSIGNMENT_EPOCH.require(
        lessOrEqual(epoch, nextEpoch), () -> "at most " + text(nextEpoch), () -> text(epoch));
    long startShard = accessors.getStartShard(state, epoch);
    long startSlot = misc.computeStartSlotOfEpoch(epoch);
    long committees = accessors.getCommitteeCount(state, epoch);
    long committeesPerSlot = dividedBy(committees, c.SLOTS_PER_EPOCH);
    for (long number = 0; number < committees; number++) {
      long shard = mod(plus(startShard, number), c.SHARD_COUNT);
      Committee committee = accessors.getCrosslinkCommittee(state, epoch, shard);
      for (int i = 0; i < committee.size(); i++) {
        if (committee.member(i) == validator) {
          long slot = plus(startSlot, dividedBy(number, committeesPerSlot));
          return Optional.of(new Assignment(committee, shard, slot));
        }
      }
    }
    return Optional.empty();
  }
}
