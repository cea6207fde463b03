package crosscheck.spec.v08;

import crosscheck.ssz.Bitlist;
import crosscheck.ssz.Length;
import crosscheck.ssz.SszList;
import crosscheck.ssz.Uint64List;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * The plain form of what {@link EpochProcessing}, {@link CompactCommittees} and {@link Shuffling}
 * do at once for all validators: one question at a time, over sets, as the spec asks it. Its
 * numbers stay small, so signed arithmetic serves.
 */
final class PlainEpoch {

  private final Phase0 spec = RandomStates.SPEC;
  private final Constants c = new Constants(spec.config());
  private final BeaconState state;

  PlainEpoch(BeaconState state) {
    this.state = state;
  }

  long currentEpoch() {
    return state.slot / c.SLOTS_PER_EPOCH;
  }

  long previousEpoch() {
    return currentEpoch() - 1;
  }

  List<Integer> active(long epoch) {
    List<Integer> active = new ArrayList<>();
    for (int i = 0; i < state.validators.size(); i++) {
      if (Misc.isActiveValidator(state.validators.get(i), epoch)) {
        active.add(i);
      }
    }
    return active;
  }

  List<Integer> committee(long epoch, long shard) {
    List<Integer> active = active(epoch);
    Bytes32 seed = spec.accessors().getSeed(state, epoch);
    long index =
        (shard + c.SHARD_COUNT - spec.accessors().getStartShard(state, epoch)) % c.SHARD_COUNT;
    long count = spec.accessors().getCommitteeCount(state, epoch);
    List<Integer> committee = new ArrayList<>();
    for (long i = active.size() * index / count; i < active.size() * (index + 1) / count; i++) {
      committee.add(active.get((int) spec.misc().computeShuffledIndex(i, active.size(), seed)));
    }
    return committee;
  }

  private long totalBalance(Set<Integer> indices) {
    return Math.max(
        1, indices.stream().mapToLong(i -> state.validators.get(i).effectiveBalance()).sum());
  }

  private long totalActiveBalance() {
    return totalBalance(new HashSet<>(active(currentEpoch())));
  }

  private List<PendingAttestation> source(long epoch) {
    return epoch == currentEpoch()
        ? state.currentEpochAttestations.toList()
        : state.previousEpochAttestations.toList();
  }

  private List<PendingAttestation> target(long epoch) {
    Bytes32 root = spec.accessors().getBlockRoot(state, epoch);
    return source(epoch).stream().filter(a -> a.data().target().root().equals(root)).toList();
  }

  private List<PendingAttestation> head(long epoch) {
    return source(epoch).stream()
        .filter(
            a ->
                a.data()
                    .beaconBlockRoot()
                    .equals(
                        spec.accessors()
                            .getBlockRootAtSlot(
                                state, spec.accessors().getAttestationDataSlot(state, a.data()))))
        .toList();
  }

  private Set<Integer> attesting(PendingAttestation attestation) {
    AttestationData data = attestation.data();
    List<Integer> committee = committee(data.target().epoch(), data.crosslink().shard());
    Bitlist bits = attestation.aggregationBits();
    Set<Integer> attesting = new TreeSet<>();
    for (int i = 0; i < committee.size(); i++) {
      if (bits.get(i)) {
        attesting.add(committee.get(i));
      }
    }
    return attesting;
  }

  private Set<Integer> unslashed(List<PendingAttestation> attestations) {
    Set<Integer> unslashed = new TreeSet<>();
    attestations.forEach(a -> unslashed.addAll(attesting(a)));
    unslashed.removeIf(i -> state.validators.get(i).slashed());
    return unslashed;
  }

  /** Validators who count for the epoch's source. */
  Set<Integer> sourceAttesters(long epoch) {
    return unslashed(source(epoch));
  }

  /** Validators who count for the epoch's target. */
  Set<Integer> targetAttesters(long epoch) {
    return unslashed(target(epoch));
  }

  /** Validators who count for the epoch's head. */
  Set<Integer> headAttesters(long epoch) {
    return unslashed(head(epoch));
  }

  /** Least inclusion delay of a validator's attestations in the epoch; 0 when it has none. */
  long inclusionDelay(long epoch, int index) {
    return source(epoch).stream()
        .filter(a -> unslashed(List.of(a)).contains(index))
        .mapToLong(PendingAttestation::inclusionDelay)
        .min()
        .orElse(0);
  }

  /** Whether the epoch's target has two thirds of the balance. */
  boolean justifies(long epoch) {
    return totalBalance(unslashed(target(epoch))) * 3 >= totalActiveBalance() * 2;
  }

  private record Winner(Crosslink crosslink, Set<Integer> attesters) {}

  private Winner winner(long epoch, long shard) {
    List<PendingAttestation> attestations =
        source(epoch).stream().filter(a -> a.data().crosslink().shard() == shard).toList();
    Bytes32 current = spec.ssz().hashTreeRoot(state.currentCrosslinks.get(shard));
    Crosslink winning =
        attestations.stream()
            .map(a -> a.data().crosslink())
            .filter(
                link ->
                    current.equals(link.parentRoot())
                        || current.equals(spec.ssz().hashTreeRoot(link)))
            .max(
                Comparator.comparingLong(
                        (Crosslink link) ->
                            totalBalance(
                                unslashed(
                                    attestations.stream()
                                        .filter(a -> a.data().crosslink().equals(link))
                                        .toList())))
                    .thenComparing(Crosslink::dataRoot))
            .orElse(new Crosslink(0, Bytes32.ZERO, 0, 0, Bytes32.ZERO));
    return new Winner(
        winning,
        unslashed(
            attestations.stream().filter(a -> a.data().crosslink().equals(winning)).toList()));
  }

  /** {@code process_crosslinks}: the current crosslinks after it. */
  SszList<Crosslink> crosslinks() {
    BeaconState after = state.copy();
    PlainEpoch plain = new PlainEpoch(after);
    for (long epoch : new long[] {previousEpoch(), currentEpoch()}) {
      for (long n = 0; n < spec.accessors().getCommitteeCount(state, epoch); n++) {
        long shard = (spec.accessors().getStartShard(state, epoch) + n) % c.SHARD_COUNT;
        Winner winner = plain.winner(epoch, shard);
        if (3 * totalBalance(winner.attesters())
            >= 2 * totalBalance(new HashSet<>(committee(epoch, shard)))) {
          after.currentCrosslinks = after.currentCrosslinks.with(shard, winner.crosslink());
        }
      }
    }
    return after.currentCrosslinks;
  }

  private long baseReward(int index) {
    return state.validators.get(index).effectiveBalance()
        * c.BASE_REWARD_FACTOR
        / Misc.integerSquareroot(totalActiveBalance())
        / Constants.BASE_REWARDS_PER_EPOCH;
  }

  /** {@code process_rewards_and_penalties}: the balances after it. */
  long[] balances() {
    int size = state.validators.size();
    long[] rewards = new long[size];
    long[] penalties = new long[size];
    long epoch = previousEpoch();
    List<Integer> eligible = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Validator v = state.validators.get(i);
      if (Misc.isActiveValidator(v, epoch)
          || (v.slashed() && Long.compareUnsigned(epoch + 1, v.withdrawableEpoch()) < 0)) {
        eligible.add(i);
      }
    }
    for (List<PendingAttestation> matching : List.of(source(epoch), target(epoch), head(epoch))) {
      Set<Integer> attesters = unslashed(matching);
      for (int i : eligible) {
        if (attesters.contains(i)) {
          rewards[i] += baseReward(i) * totalBalance(attesters) / totalActiveBalance();
        } else {
          penalties[i] += baseReward(i);
        }
      }
    }
    inclusion(rewards);
    inactivity(eligible, penalties);
    crosslinkDeltas(rewards, penalties);
    long[] balances = state.balances.toArray();
    for (int i = 0; i < size; i++) {
      balances[i] = Math.max(0, balances[i] + rewards[i] - penalties[i]);
    }
    return balances;
  }

  private void inclusion(long[] rewards) {
    List<PendingAttestation> source = source(previousEpoch());
    for (int i : unslashed(source)) {
      PendingAttestation earliest =
          source.stream()
              .filter(a -> attesting(a).contains(i))
              .reduce((a, b) -> b.inclusionDelay() < a.inclusionDelay() ? b : a)
              .orElseThrow();
      long proposerReward = baseReward(i) / c.PROPOSER_REWARD_QUOTIENT;
      rewards[(int) earliest.proposerIndex()] += proposerReward;
      rewards[i] +=
          (baseReward(i) - proposerReward)
              * (c.SLOTS_PER_EPOCH + c.MIN_ATTESTATION_INCLUSION_DELAY - earliest.inclusionDelay())
              / c.SLOTS_PER_EPOCH;
    }
  }

  private void inactivity(List<Integer> eligible, long[] penalties) {
    long delay = previousEpoch() - state.finalizedCheckpoint.epoch();
    if (delay <= c.MIN_EPOCHS_TO_INACTIVITY_PENALTY) {
      return;
    }
    Set<Integer> attesters = unslashed(target(previousEpoch()));
    for (int i : eligible) {
      penalties[i] += Constants.BASE_REWARDS_PER_EPOCH * baseReward(i);
      if (!attesters.contains(i)) {
        penalties[i] +=
            state.validators.get(i).effectiveBalance() * delay / c.INACTIVITY_PENALTY_QUOTIENT;
      }
    }
  }

  private void crosslinkDeltas(long[] rewards, long[] penalties) {
    long epoch = previousEpoch();
    for (long n = 0; n < spec.accessors().getCommitteeCount(state, epoch); n++) {
      long shard = (spec.accessors().getStartShard(state, epoch) + n) % c.SHARD_COUNT;
      Set<Integer> committee = new HashSet<>(committee(epoch, shard));
      Set<Integer> attesters = winner(epoch, shard).attesters();
      for (int i : committee) {
        if (attesters.contains(i)) {
          rewards[i] += baseReward(i) * totalBalance(attesters) / totalBalance(committee);
        } else {
          penalties[i] += baseReward(i);
        }
      }
    }
  }

  /** A container of one field has the root of that field. */
  record Committees(@Length("SHARD_COUNT") SszList<CompactCommittee> committees) {}

  /** {@code get_compact_committees_root}, of real containers. */
  Bytes32 compactCommitteesRoot(long epoch) {
    List<CompactCommittee> committees = new ArrayList<>();
    for (long shard = 0; shard < c.SHARD_COUNT; shard++) {
      long number =
          (shard + c.SHARD_COUNT - spec.accessors().getStartShard(state, epoch)) % c.SHARD_COUNT;
      boolean serves = number < spec.accessors().getCommitteeCount(state, epoch);
      List<Bytes48> pubkeys = new ArrayList<>();
      Uint64List compact = Uint64List.of();
      for (int index : serves ? committee(epoch, shard) : List.<Integer>of()) {
        Validator validator = state.validators.get(index);
        pubkeys.add(validator.pubkey());
        compact =
            compact.plus(
                ((long) index << 16)
                    + (validator.slashed() ? 1L << 15 : 0)
                    + validator.effectiveBalance() / c.EFFECTIVE_BALANCE_INCREMENT);
      }
      committees.add(new CompactCommittee(SszList.copyOf(pubkeys), compact));
    }
    return spec.ssz().hashTreeRoot(new Committees(SszList.copyOf(committees)));
  }
}
