package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.lessOrEqual;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.text;
import static crosscheck.spec.Uint64.times;
import static crosscheck.spec.v08.Checks.SHUFFLED_INDEX_IN_RANGE;

import crosscheck.spec.Uint64;
import crosscheck.ssz.RootList;
import crosscheck.ssz.Sha256;
import java.nio.ByteOrder;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Helper functions of the spec that need no state: math, crypto, predicates, misc.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#helper-functions">spec</a>
 */
class Misc {

  private final Constants c;

  Misc(Constants constants) {
    this.c = constants;
  }

  // Math

  /** {@code integer_squareroot}: the largest x with x² ≤ n. */
  static long integerSquareroot(long n) {
    long x = n;
    long y = Long.divideUnsigned(x, 2) + (x & 1);
    while (less(y, x)) {
      x = y;
      y = dividedBy(plus(x, dividedBy(n, x)), 2);
    }
    return x;
  }

  /** {@code int_to_bytes} with 8 bytes, little-endian. */
  static Bytes uint64Bytes(long n) {
    return Bytes.ofUnsignedLong(n, ByteOrder.LITTLE_ENDIAN);
  }

  // Predicates

  /** {@code is_active_validator}. */
  static boolean isActiveValidator(Validator validator, long epoch) {
    return lessOrEqual(validator.activationEpoch(), epoch) && less(epoch, validator.exitEpoch());
  }

  /** {@code is_slashable_validator}. */
  static boolean isSlashableValidator(Validator validator, long epoch) {
    return !validator.slashed()
        && lessOrEqual(validator.activationEpoch(), epoch)
        && less(epoch, validator.withdrawableEpoch());
  }

  /** {@code is_slashable_attestation_data}: a double vote, or the first surrounds the second. */
  static boolean isSlashableAttestationData(AttestationData data1, AttestationData data2) {
    boolean doubleVote = !data1.equals(data2) && data1.target().epoch() == data2.target().epoch();
    boolean surroundVote =
        less(data1.source().epoch(), data2.source().epoch())
            && less(data2.target().epoch(), data1.target().epoch());
    return doubleVote || surroundVote;
  }

  /** {@code is_valid_merkle_branch}: {@code branch} leads from {@code leaf} to {@code root}. */
  static boolean isValidMerkleBranch(
      Bytes32 leaf, RootList branch, int depth, long index, Bytes32 root) {
    Bytes32 value = leaf;
    for (int i = 0; i < depth; i++) {
      boolean right = (index >>> i & 1) == 1;
      value =
          right
              ? Sha256.hash(Bytes.concatenate(branch.get(i), value))
              : Sha256.hash(Bytes.concatenate(value, branch.get(i)));
    }
    return value.equals(root);
  }

  // Misc

  /**
   * {@code compute_shuffled_index}: the plain form, one index. Whole committees come from {@link
   * Shuffling}.
   */
  long computeShuffledIndex(long index, long indexCount, Bytes32 seed) {
    SHUFFLED_INDEX_IN_RANGE.require(
        less(index, indexCount), () -> "below " + text(indexCount), () -> text(index));
    long shuffled = index;
    for (int round = 0; round < c.SHUFFLE_ROUND_COUNT; round++) {
      Bytes roundSeed = Bytes.concatenate(seed, Bytes.of(round));
      long pivot =
          mod(Sha256.hash(roundSeed).slice(0, 8).toLong(ByteOrder.LITTLE_ENDIAN), indexCount);
      long flip = mod(pivot + indexCount - shuffled, indexCount);
      long position = Uint64.max(shuffled, flip);
      Bytes block = Bytes.ofUnsignedInt(position / 256, ByteOrder.LITTLE_ENDIAN);
      Bytes32 source = Sha256.hash(Bytes.concatenate(roundSeed, block));
      byte bits = source.get((int) (position % 256 / 8));
      shuffled = (bits >> (position % 8) & 1) == 1 ? flip : shuffled;
    }
    return shuffled;
  }

  /** {@code compute_committee}, given the whole permutation of the active indices. */
  static Committee computeCommittee(int[] shuffled, long index, long count) {
    long start = dividedBy(times(shuffled.length, index), count);
    long end = dividedBy(times(shuffled.length, plus(index, 1)), count);
    // A shard without a committee in this epoch: the plain form shuffles indices past the end.
    SHUFFLED_INDEX_IN_RANGE.require(
        start == end || end <= shuffled.length,
        () -> "below " + shuffled.length,
        () -> text(Uint64.max(start, shuffled.length)));
    return new Committee(shuffled, (int) start, (int) (end - start));
  }

  /** {@code compute_epoch_of_slot}. */
  long computeEpochOfSlot(long slot) {
    return dividedBy(slot, c.SLOTS_PER_EPOCH);
  }

  /** {@code compute_start_slot_of_epoch}. */
  long computeStartSlotOfEpoch(long epoch) {
    return times(epoch, c.SLOTS_PER_EPOCH);
  }

  /** {@code compute_activation_exit_epoch}. */
  long computeActivationExitEpoch(long epoch) {
    return plus(plus(epoch, 1), c.ACTIVATION_EXIT_DELAY);
  }

  /** {@code compute_domain}: 8 bytes. */
  static Bytes computeDomain(Bytes domainType, Bytes forkVersion) {
    return Bytes.concatenate(domainType, forkVersion);
  }
}
