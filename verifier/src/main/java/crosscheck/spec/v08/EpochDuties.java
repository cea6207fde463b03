package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.lessOrEqual;
import static crosscheck.spec.Uint64.min;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.plusOrMax;

import crosscheck.spec.Block;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Duties;
import crosscheck.spec.State;
import crosscheck.spec.v08.EpochVotes.Vote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Duties as a state tells them. It asks the same accessors as epoch processing, so the shufflings
 * and columns it needs are mostly remembered already: about a pass over the registry and one over
 * the pending attestations.
 */
final class EpochDuties implements Duties {

  private final Constants c;
  private final Misc misc;
  private final Accessors accessors;

  EpochDuties(Constants constants, Misc misc, Accessors accessors) {
    this.c = constants;
    this.misc = misc;
    this.accessors = accessors;
  }

  @Override
  public int[] proposers(State anyOfEpoch) {
    // Seed, active set, committees and effective balances change at the end of an epoch only:
    // moving
    // the slot alone gives what processing the slots would.
    BeaconState state = ((BeaconState) anyOfEpoch).copy();
    int[] proposers = new int[(int) c.SLOTS_PER_EPOCH];
    Arrays.fill(proposers, -1);
    long epoch = accessors.getCurrentEpoch(state);
    long start = misc.computeStartSlotOfEpoch(epoch);
    EpochCommittees committees = accessors.committees(state, epoch);
    long perSlot = committees.count() / c.SLOTS_PER_EPOCH;
    for (int i = 0; i < proposers.length; i++) {
      long firstShard = committees.shard(perSlot * i);
      if (committees.ofShard(firstShard).size() > 0) {
        state.slot = plus(start, i);
        proposers[i] = accessors.getBeaconProposerIndex(state);
      }
    }
    return proposers;
  }

  @Override
  public List<Committee> committees(State state, long epoch) {
    EpochCommittees committees = accessors.committees((BeaconState) state, epoch);
    long start = misc.computeStartSlotOfEpoch(epoch);
    long perSlot = dividedBy(committees.count(), c.SLOTS_PER_EPOCH);
    List<Committee> listed = new ArrayList<>();
    for (long number = 0; number < committees.count(); number++) {
      long shard = committees.shard(number);
      int[] members = committees.ofShard(shard).toArray();
      listed.add(
          new Committee(
              plus(start, dividedBy(number, perSlot)),
              shard,
              Arrays.stream(members).boxed().toList()));
    }
    return listed;
  }

  @Override
  public List<Inclusion> inclusions(State of, Block block) {
    BeaconState state = (BeaconState) of;
    Map<Long, List<Committee>> byEpoch = new HashMap<>();
    List<Inclusion> inclusions = new ArrayList<>();
    for (Attestation attestation : ((BeaconBlock) block).body().attestations()) {
      inclusions.add(inclusion(state, attestation, byEpoch));
    }
    return inclusions;
  }

  private Inclusion inclusion(
      BeaconState state, Attestation attestation, Map<Long, List<Committee>> byEpoch) {
    AttestationData data = attestation.data();
    List<Boolean> votes = new ArrayList<>();
    for (int i = 0; i < attestation.aggregationBits().size(); i++) {
      votes.add(attestation.aggregationBits().get(i));
    }
    long epoch = data.target().epoch();
    boolean current = epoch == accessors.getCurrentEpoch(state);
    if (!current && epoch != accessors.getPreviousEpoch(state)) {
      return new Inclusion(Optional.empty(), 0, votes, false, false, false);
    }
    Optional<Committee> committee =
        byEpoch.computeIfAbsent(epoch, any -> committees(state, any)).stream()
            .filter(each -> each.shard() == data.crosslink().shard())
            .findFirst();
    if (committee.isEmpty()) {
      return new Inclusion(committee, 0, votes, false, false, false);
    }
    long slot = committee.get().slot();
    // Of an invalid block the delay may be negative, so it is no uint64.
    long delay = state.slot - slot;
    Checkpoint justified =
        current ? state.currentJustifiedCheckpoint : state.previousJustifiedCheckpoint;
    return new Inclusion(
        committee,
        delay,
        votes,
        data.source().equals(justified),
        blockRoot(state, misc.computeStartSlotOfEpoch(epoch))
            .equals(Optional.of(data.target().root())),
        blockRoot(state, slot).equals(Optional.of(data.beaconBlockRoot())));
  }

  @Override
  public Summary summary(State of) {
    BeaconState state = (BeaconState) of;
    EpochVotes votes = new EpochVotes(state, accessors);
    boolean first = votes.currentEpoch() == votes.previousEpoch();
    return new Summary(
        votes.currentEpoch(),
        votes(state, votes, votes.currentEpoch()),
        first ? Optional.empty() : Optional.of(votes(state, votes, votes.previousEpoch())),
        blocks(state),
        registry(state));
  }

  @Override
  public Outcome outcome(State of) {
    BeaconState state = (BeaconState) of;
    return new Outcome(
        state.currentJustifiedCheckpoint,
        state.finalizedCheckpoint,
        mask(state),
        state.currentCrosslinks.stream()
            .map(link -> new Crosslink(link.startEpoch(), link.endEpoch(), link.dataRoot()))
            .toList());
  }

  private Votes votes(BeaconState state, EpochVotes votes, long epoch) {
    int validators = votes.validatorCount();
    int[] inclusionDelays = new int[validators];
    byte[] marks = new byte[validators];
    Optional<Bytes32> target = blockRoot(state, misc.computeStartSlotOfEpoch(epoch));
    for (Vote vote : votes.getMatchingSourceAttestations(epoch)) {
      AttestationData data = vote.attestation().data();
      Optional<Bytes32> head = blockRoot(state, accessors.getAttestationDataSlot(state, data));
      int mark = Votes.SOURCE;
      mark |= target.equals(Optional.of(data.target().root())) ? Votes.TARGET : 0;
      mark |= head.equals(Optional.of(data.beaconBlockRoot())) ? Votes.HEAD : 0;
      int delay = (int) min(vote.attestation().inclusionDelay(), Integer.MAX_VALUE);
      for (int index : vote.attesters()) {
        boolean earliest = marks[index] == 0 || delay < inclusionDelays[index];
        inclusionDelays[index] = earliest ? delay : inclusionDelays[index];
        marks[index] |= (byte) mark;
      }
    }
    ActiveValidators active = accessors.getActiveValidatorIndices(state, epoch);
    EpochCommittees committees = accessors.committees(state, epoch);
    return new Votes(
        epoch,
        committees.startShard(),
        (int) committees.count(),
        active.count() == 0 ? 0 : active.totalBalance(),
        marked(votes, marks, Votes.SOURCE),
        marked(votes, marks, Votes.TARGET),
        marked(votes, marks, Votes.HEAD),
        numbers(committees, validators),
        inclusionDelays,
        marks);
  }

  /** {@code get_block_root_at_slot}; empty for a slot that the state does not, or not yet, know. */
  private Optional<Bytes32> blockRoot(BeaconState state, long slot) {
    boolean known =
        less(slot, state.slot)
            && lessOrEqual(state.slot, plusOrMax(slot, c.SLOTS_PER_HISTORICAL_ROOT));
    return known
        ? Optional.of(state.blockRoots.get(mod(slot, c.SLOTS_PER_HISTORICAL_ROOT)))
        : Optional.empty();
  }

  /** Balance of those with a mark: Gwei. */
  private static long marked(EpochVotes votes, byte[] marks, int mark) {
    long sum = 0;
    for (int index = 0; index < marks.length; index++) {
      if ((marks[index] & mark) != 0) {
        sum = plus(sum, votes.effectiveBalance(index));
      }
    }
    return sum;
  }

  private static int[] numbers(EpochCommittees committees, int validators) {
    int[] numbers = new int[validators];
    Arrays.fill(numbers, -1);
    for (int number = 0; number < committees.count(); number++) {
      for (int member : committees.ofShard(committees.shard(number)).toArray()) {
        numbers[member] = number;
      }
    }
    return numbers;
  }

  /** A slot without a block repeats the root of the one before. */
  private List<Boolean> blocks(BeaconState state) {
    List<Boolean> blocks = new ArrayList<>();
    for (long slot = misc.computeStartSlotOfEpoch(accessors.getCurrentEpoch(state));
        less(slot, state.slot);
        slot++) {
      blocks.add(slot == 0 || !blockRoot(state, slot).equals(blockRoot(state, slot - 1)));
    }
    blocks.add(state.latestBlockHeader.slot() == state.slot);
    return blocks;
  }

  private Registry registry(BeaconState state) {
    RegistryColumns columns = accessors.columns(state);
    long epoch = accessors.getCurrentEpoch(state);
    Status[] statuses = new Status[columns.size()];
    for (int index = 0; index < statuses.length; index++) {
      statuses[index] = status(columns, index, epoch);
    }
    return new Registry(state.balances.toArray(), columns.slashed, statuses);
  }

  private static Status status(RegistryColumns columns, int index, long epoch) {
    if (less(epoch, columns.activationEpochs[index])) {
      return columns.activationEligibilityEpochs[index] == Constants.FAR_FUTURE_EPOCH
          ? Status.PENDING_INITIALIZED
          : Status.PENDING_QUEUED;
    }
    if (columns.exitEpochs[index] == Constants.FAR_FUTURE_EPOCH) {
      return Status.ACTIVE;
    }
    if (less(epoch, columns.exitEpochs[index])) {
      return Status.EXITING;
    }
    return less(epoch, columns.withdrawableEpochs[index]) ? Status.EXITED : Status.WITHDRAWABLE;
  }

  private static int mask(BeaconState state) {
    int mask = 0;
    for (int i = 0; i < Constants.JUSTIFICATION_BITS_LENGTH; i++) {
      mask |= state.justificationBits.get(i) ? 1 << i : 0;
    }
    return mask;
  }
}
