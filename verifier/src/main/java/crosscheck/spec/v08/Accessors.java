package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.compareProducts;
import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.lessOrEqual;
import static crosscheck.spec.Uint64.max;
import static crosscheck.spec.Uint64.min;
import static crosscheck.spec.Uint64.minus;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.text;
import static crosscheck.spec.Uint64.times;
import static crosscheck.spec.v08.Checks.BLOCK_ROOT_SLOT_RECENT;
import static crosscheck.spec.v08.Checks.CUSTODY_BITS_SUBSET;
import static crosscheck.spec.v08.Checks.START_SHARD_EPOCH;
import static crosscheck.spec.v08.Constants.GENESIS_EPOCH;

import crosscheck.bls.SignatureChecker;
import crosscheck.bls.SignatureSet;
import crosscheck.spec.ImplicitCheck;
import crosscheck.spec.InvalidException;
import crosscheck.ssz.Bitlist;
import crosscheck.ssz.Sha256;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszList;
import crosscheck.ssz.Uint64List;
import java.util.Arrays;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * Beacon state accessors, in spec order, and the predicate that needs a state.
 *
 * <p>What many accessors share (active sets, permutations) is remembered by content: the same
 * question has the same answer whatever the fork, and nothing is ever invalidated.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#beacon-state-accessors">spec</a>
 */
class Accessors {

  private static final int MAX_RANDOM_BYTE = 255;

  private final Constants c;
  private final Misc misc;
  private final Ssz ssz;

  private final Memo<Registry, RegistryColumns> columns = new Memo<>(4);
  private final Memo<RegistryAtEpoch, ActiveValidators> activeValidators = new Memo<>(32);
  private final Memo<SeededSet, int[]> shufflings = new Memo<>(16);

  Accessors(Constants constants, Misc misc, Ssz ssz) {
    this.c = constants;
    this.misc = misc;
    this.ssz = ssz;
  }

  /**
   * A registry as an argument to remember. Registries are immutable, so being the same object is
   * enough, and costs nothing to find out.
   */
  private record Registry(SszList<Validator> validators) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Registry that && validators == that.validators;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(validators);
    }
  }

  /** The argument of {@code get_active_validator_indices}. */
  private record RegistryAtEpoch(Registry registry, long epoch) {}

  /** What a permutation depends on. */
  private record SeededSet(Bytes32 seed, ActiveValidators active) {}

  /** {@code get_current_epoch}. */
  long getCurrentEpoch(BeaconState state) {
    return misc.computeEpochOfSlot(state.slot);
  }

  /** {@code get_previous_epoch}. */
  long getPreviousEpoch(BeaconState state) {
    long currentEpoch = getCurrentEpoch(state);
    return currentEpoch == GENESIS_EPOCH ? GENESIS_EPOCH : minus(currentEpoch, 1);
  }

  /** {@code get_block_root}. */
  Bytes32 getBlockRoot(BeaconState state, long epoch) {
    return getBlockRootAtSlot(state, misc.computeStartSlotOfEpoch(epoch));
  }

  /** {@code get_block_root_at_slot}. */
  Bytes32 getBlockRootAtSlot(BeaconState state, long slot) {
    BLOCK_ROOT_SLOT_RECENT.require(
        less(slot, state.slot) && lessOrEqual(state.slot, plus(slot, c.SLOTS_PER_HISTORICAL_ROOT)),
        () -> "one of the " + c.SLOTS_PER_HISTORICAL_ROOT + " slots before " + text(state.slot),
        () -> text(slot));
    return state.blockRoots.get(mod(slot, c.SLOTS_PER_HISTORICAL_ROOT));
  }

  /** {@code get_randao_mix}. */
  Bytes32 getRandaoMix(BeaconState state, long epoch) {
    return state.randaoMixes.get(mod(epoch, c.EPOCHS_PER_HISTORICAL_VECTOR));
  }

  /** {@code get_active_validator_indices}, with their total balance. */
  ActiveValidators getActiveValidatorIndices(BeaconState state, long epoch) {
    return activeValidators.get(
        new RegistryAtEpoch(new Registry(state.validators), epoch),
        () -> activeAt(columns(state), epoch));
  }

  private static ActiveValidators activeAt(RegistryColumns registry, long epoch) {
    int[] indices = new int[registry.size()];
    int count = 0;
    long balance = 0;
    for (int index = 0; index < indices.length; index++) {
      if (registry.activeAt(index, epoch)) {
        indices[count++] = index;
        balance = plus(balance, registry.effectiveBalances[index]);
      }
    }
    return new ActiveValidators(Arrays.copyOf(indices, count), max(1, balance));
  }

  /** The registry by columns. */
  RegistryColumns columns(BeaconState state) {
    SszList<Validator> validators = state.validators;
    return columns.get(new Registry(validators), () -> new RegistryColumns(validators));
  }

  /** {@code get_validator_churn_limit}: validators per epoch. */
  long getValidatorChurnLimit(BeaconState state) {
    int active = getActiveValidatorIndices(state, getCurrentEpoch(state)).count();
    return max(c.MIN_PER_EPOCH_CHURN_LIMIT, dividedBy(active, c.CHURN_LIMIT_QUOTIENT));
  }

  /** {@code get_seed}. */
  Bytes32 getSeed(BeaconState state, long epoch) {
    long mixEpoch =
        minus(minus(plus(epoch, c.EPOCHS_PER_HISTORICAL_VECTOR), c.MIN_SEED_LOOKAHEAD), 1);
    Bytes32 mix = getRandaoMix(state, mixEpoch);
    Bytes32 activeIndexRoot =
        state.activeIndexRoots.get(mod(epoch, c.EPOCHS_PER_HISTORICAL_VECTOR));
    byte[] epochBytes = new byte[32];
    System.arraycopy(Misc.uint64Bytes(epoch).toArrayUnsafe(), 0, epochBytes, 0, 8);
    return Sha256.hash(Bytes.concatenate(mix, activeIndexRoot, Bytes.wrap(epochBytes)));
  }

  /** {@code get_committee_count}: committees in the epoch. */
  long getCommitteeCount(BeaconState state, long epoch) {
    long active = getActiveValidatorIndices(state, epoch).count();
    long committeesPerSlot =
        max(
            1,
            min(
                dividedBy(c.SHARD_COUNT, c.SLOTS_PER_EPOCH),
                dividedBy(dividedBy(active, c.SLOTS_PER_EPOCH), c.TARGET_COMMITTEE_SIZE)));
    return times(committeesPerSlot, c.SLOTS_PER_EPOCH);
  }

  /** {@code get_crosslink_committee}. */
  Committee getCrosslinkCommittee(BeaconState state, long epoch, long shard) {
    return committees(state, epoch).ofShard(shard);
  }

  /** All committees of an epoch, for loops over them. */
  EpochCommittees committees(BeaconState state, long epoch) {
    ActiveValidators active = getActiveValidatorIndices(state, epoch);
    Bytes32 seed = getSeed(state, epoch);
    int[] shuffled =
        shufflings.get(
            new SeededSet(seed, active),
            () -> Shuffling.shuffled(active.indices(), seed, c.SHUFFLE_ROUND_COUNT));
    return new EpochCommittees(
        shuffled, getStartShard(state, epoch), getCommitteeCount(state, epoch), c.SHARD_COUNT);
  }

  /** {@code get_start_shard}. */
  long getStartShard(BeaconState state, long epoch) {
    long currentEpoch = getCurrentEpoch(state);
    long checkEpoch = plus(currentEpoch, 1);
    START_SHARD_EPOCH.require(
        lessOrEqual(epoch, checkEpoch),
        () -> "at most " + text(currentEpoch + 1),
        () -> text(epoch));
    long shard = mod(plus(state.startShard, getShardDelta(state, currentEpoch)), c.SHARD_COUNT);
    while (less(epoch, checkEpoch)) {
      checkEpoch = minus(checkEpoch, 1);
      shard =
          mod(minus(plus(shard, c.SHARD_COUNT), getShardDelta(state, checkEpoch)), c.SHARD_COUNT);
    }
    return shard;
  }

  /** {@code get_shard_delta}: shards. */
  long getShardDelta(BeaconState state, long epoch) {
    return min(
        getCommitteeCount(state, epoch),
        minus(c.SHARD_COUNT, dividedBy(c.SHARD_COUNT, c.SLOTS_PER_EPOCH)));
  }

  /** {@code get_beacon_proposer_index}. */
  int getBeaconProposerIndex(BeaconState state) {
    long epoch = getCurrentEpoch(state);
    long committeesPerSlot = dividedBy(getCommitteeCount(state, epoch), c.SLOTS_PER_EPOCH);
    long offset = times(committeesPerSlot, mod(state.slot, c.SLOTS_PER_EPOCH));
    long shard = mod(plus(getStartShard(state, epoch), offset), c.SHARD_COUNT);
    Committee firstCommittee = getCrosslinkCommittee(state, epoch, shard);
    Bytes32 seed = getSeed(state, epoch);
    Bytes32 random = Bytes32.ZERO;
    for (int i = 0; ; i++) {
      if (i % 32 == 0) {
        random = Sha256.hash(Bytes.concatenate(seed, Misc.uint64Bytes(i / 32)));
      }
      int candidate = firstCommittee.member((int) mod(plus(epoch, i), firstCommittee.size()));
      long effectiveBalance = state.validators.get(candidate).effectiveBalance();
      int randomByte = random.get(i % 32) & 0xff;
      if (compareProducts(effectiveBalance, MAX_RANDOM_BYTE, c.MAX_EFFECTIVE_BALANCE, randomByte)
          >= 0) {
        return candidate;
      }
    }
  }

  /** {@code get_attestation_data_slot}. */
  long getAttestationDataSlot(BeaconState state, AttestationData data) {
    long targetEpoch = data.target().epoch();
    long committeeCount = getCommitteeCount(state, targetEpoch);
    long offset =
        mod(
            minus(plus(data.crosslink().shard(), c.SHARD_COUNT), getStartShard(state, targetEpoch)),
            c.SHARD_COUNT);
    return plus(
        misc.computeStartSlotOfEpoch(targetEpoch),
        dividedBy(offset, dividedBy(committeeCount, c.SLOTS_PER_EPOCH)));
  }

  /** {@code get_total_active_balance}: Gwei, at least 1. */
  long getTotalActiveBalance(BeaconState state) {
    return getActiveValidatorIndices(state, getCurrentEpoch(state)).totalBalance();
  }

  /** {@code get_domain} of the current epoch: 8 bytes. */
  Bytes getDomain(BeaconState state, Bytes domainType) {
    return getDomain(state, domainType, getCurrentEpoch(state));
  }

  /** {@code get_domain}: 8 bytes. */
  Bytes getDomain(BeaconState state, Bytes domainType, long messageEpoch) {
    Fork fork = state.fork;
    return Misc.computeDomain(
        domainType,
        less(messageEpoch, fork.epoch()) ? fork.previousVersion() : fork.currentVersion());
  }

  /** {@code get_indexed_attestation}. */
  IndexedAttestation getIndexedAttestation(BeaconState state, Attestation attestation) {
    int[] attesting = getAttestingIndices(state, attestation.data(), attestation.aggregationBits());
    int[] custodyBit1 = getAttestingIndices(state, attestation.data(), attestation.custodyBits());
    Arrays.sort(attesting);
    Arrays.sort(custodyBit1);
    for (int index : custodyBit1) {
      CUSTODY_BITS_SUBSET.require(
          Arrays.binarySearch(attesting, index) >= 0,
          () -> "only attesting validators",
          () -> "validator " + index);
    }
    long[] bit0 = new long[attesting.length - custodyBit1.length];
    long[] bit1 = new long[custodyBit1.length];
    for (int i = 0, zeros = 0, ones = 0; i < attesting.length; i++) {
      if (ones < bit1.length && custodyBit1[ones] == attesting[i]) {
        bit1[ones++] = attesting[i];
      } else {
        bit0[zeros++] = attesting[i];
      }
    }
    return new IndexedAttestation(
        Uint64List.of(bit0), Uint64List.of(bit1), attestation.data(), attestation.signature());
  }

  /** {@code get_attesting_indices}, in committee order. */
  int[] getAttestingIndices(BeaconState state, AttestationData data, Bitlist bits) {
    return attesting(
        getCrosslinkCommittee(state, data.target().epoch(), data.crosslink().shard()), bits);
  }

  /** The members of a committee whose bits are set, in committee order. */
  static int[] attesting(Committee committee, Bitlist bits) {
    if (bits.size() < committee.size()) {
      throw InvalidException.implicit(
          ImplicitCheck.INDEX_OUT_OF_RANGE,
          committee.size() + " bits, one for each committee member",
          bits.size() + " bits");
    }
    int[] attesting = new int[committee.size()];
    int count = 0;
    for (int i = 0; i < attesting.length; i++) {
      if (bits.get(i)) {
        attesting[count++] = committee.member(i);
      }
    }
    return count == attesting.length ? attesting : Arrays.copyOf(attesting, count);
  }

  /** {@code is_valid_indexed_attestation}. */
  boolean isValidIndexedAttestation(
      BeaconState state, IndexedAttestation indexedAttestation, SignatureChecker signatures) {
    return wellFormed(indexedAttestation)
        && signatures.check(signatureSet(state, indexedAttestation));
  }

  /** {@code is_valid_indexed_attestation} but for the signature. */
  boolean wellFormed(IndexedAttestation indexedAttestation) {
    // No custody bit 1 in phase 0, so the spec's sets are disjoint and the second one is sorted.
    if (indexedAttestation.custodyBit1Indices().size() != 0) {
      return false;
    }
    long[] indices = indexedAttestation.custodyBit0Indices().toArray();
    if (less(c.MAX_VALIDATORS_PER_COMMITTEE, indices.length)) {
      return false;
    }
    for (int i = 1; i < indices.length; i++) {
      if (less(indices[i], indices[i - 1])) {
        return false;
      }
    }
    return true;
  }

  /** What the signature of a well-formed indexed attestation claims. */
  SignatureSet signatureSet(BeaconState state, IndexedAttestation indexedAttestation) {
    long[] indices = indexedAttestation.custodyBit0Indices().toArray();
    RegistryColumns registry = columns(state);
    Bytes48[] pubkeys = new Bytes48[indices.length];
    for (int i = 0; i < indices.length; i++) {
      pubkeys[i] = registry.pubkeys[inRegistry(state, indices[i])];
    }
    AttestationData data = indexedAttestation.data();
    Bytes32 message = ssz.hashTreeRoot(new AttestationDataAndCustodyBit(data, false));
    // The second key of the spec's call is the empty sum: the point at infinity, whose pairing is
    // 1.
    return new SignatureSet(
        List.of(new SignatureSet.Group(List.of(pubkeys), message)),
        indexedAttestation.signature(),
        getDomain(state, c.DOMAIN_ATTESTATION, data.target().epoch()));
  }

  /** {@code state.validators[index]}; an index outside the registry is an invalid input. */
  static Validator validatorAt(BeaconState state, long index) {
    return state.validators.get(inRegistry(state, index));
  }

  /** {@code index} as a position in the registry; outside of it is an invalid input. */
  static int inRegistry(BeaconState state, long index) {
    return Positions.within(index, state.validators.size(), "validator");
  }
}
