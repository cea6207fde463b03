package crosscheck.spec;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Who had to do what in an epoch, and what came of it, as a state tells. States are not changed.
 * Safe for use by many threads.
 *
 * <p>Attestations of an epoch may be included until the next epoch ends. So what a state says of
 * its own epoch is preliminary, and what it says of the epoch before is final when it stands at the
 * last slot of its own.
 */
public interface Duties {

  /**
   * {@code get_beacon_proposer_index} at every slot of the state's epoch, whichever slot of it the
   * state stands at; the first slot first. -1 where there is nobody to choose from.
   */
  int[] proposers(State state);

  /**
   * The committees of an epoch in the order of their duties.
   *
   * @param epoch the state's, the one before, or the one after (still subject to change)
   */
  List<Committee> committees(State state, long epoch);

  /** The state's epoch and the one before, as far as the state knows them. */
  Summary summary(State state);

  /** What the end of the epoch before the state's led to. Cheap. */
  Outcome outcome(State state);

  /**
   * The attestations in a block, in its order, with who had to vote and how the votes stand to the
   * block's chain. The block need not be valid.
   *
   * @param state the one the block starts from, moved on to its slot
   */
  List<Inclusion> inclusions(State state, Block block);

  /**
   * An attestation in a block.
   *
   * @param committee whose votes it gathers; empty when it names none of this epoch or the one
   *     before (then nothing else can be said, and the block is invalid)
   * @param delay slots from the attestation's to the block's, below 0 when it comes too early
   * @param votes by member of the committee: whether it voted; shorter or longer than the committee
   *     when the block has it wrong
   * @param source whether the source is the checkpoint that the state has justified for the target
   *     epoch
   * @param target whether the target is the block of the chain at the epoch's start
   * @param head whether the head is the block of the chain at the attestation's slot
   */
  record Inclusion(
      Optional<Committee> committee,
      long delay,
      List<Boolean> votes,
      boolean source,
      boolean target,
      boolean head) {

    public Inclusion {
      votes = List.copyOf(votes);
    }
  }

  /**
   * Validators who attest to a shard at a slot.
   *
   * @param slot uint64
   * @param shard uint64
   * @param members validator indices; bit i of an attestation is member i
   */
  record Committee(long slot, long shard, List<Integer> members) {

    public Committee {
      members = List.copyOf(members);
    }
  }

  /**
   * An epoch as a state of it tells. Everything that is not about {@code previous} is as of the
   * state.
   *
   * @param epoch the state's
   * @param current attestations for this epoch
   * @param previous attestations for the epoch before; empty in epoch 0
   * @param blocks by slot of the epoch, up to the state's: whether the chain has a block there; the
   *     genesis slot has
   * @param registry balances and statuses
   */
  record Summary(
      long epoch,
      Votes current,
      Optional<Votes> previous,
      List<Boolean> blocks,
      Registry registry) {

    public Summary {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * What only the end of an epoch changes.
   *
   * @param justified current justified checkpoint
   * @param finalized finalized checkpoint
   * @param justificationBits bit i: whether the epoch before the state's, less i, is justified
   * @param crosslinks latest crosslink of each shard
   */
  record Outcome(
      Checkpoint justified,
      Checkpoint finalized,
      int justificationBits,
      List<Crosslink> crosslinks) {

    public Outcome {
      crosslinks = List.copyOf(crosslinks);
    }
  }

  /**
   * Latest crosslink of a shard.
   *
   * @param startEpoch first epoch it covers, uint64
   * @param endEpoch the epoch after the last, uint64
   */
  record Crosslink(long startEpoch, long endEpoch, Bytes32 dataRoot) {}

  /**
   * Balances and statuses by validator index. The arrays are not to be changed.
   *
   * @param balances Gwei, uint64
   * @param slashed whether slashed
   */
  @SuppressWarnings("ArrayRecordComponent") // columns of up to millions of validators
  record Registry(long[] balances, boolean[] slashed, Status[] statuses) {

    public int size() {
      return balances.length;
    }
  }

  /** Where a validator stands on its way. The order is part of the database's format. */
  enum Status {
    /** Deposited, not yet eligible for activation. */
    PENDING_INITIALIZED,
    /** Eligible, or with an activation epoch to come. */
    PENDING_QUEUED,
    ACTIVE,
    /** Active, with an exit epoch to come. */
    EXITING,
    EXITED,
    WITHDRAWABLE
  }

  /**
   * The attestations for one epoch that are included so far. Attesters count as the spec's {@code
   * get_matching_source|target|head_attestations} and {@code get_unslashed_attesting_indices} have
   * it; amounts are effective balances in Gwei, uint64. The arrays go by validator index and are
   * not to be changed.
   *
   * @param epoch uint64
   * @param startShard shard of the first committee
   * @param committeeCount committees in the epoch: equally many in each slot, in order
   * @param activeGwei of all who had to attest, slashed ones too
   * @param sourceGwei of those with an attestation included
   * @param targetGwei of those whose target was the epoch's block
   * @param headGwei of those whose head was the chain's
   * @param committees number of the validator's committee, from 0; -1 when it had none
   * @param inclusionDelays slots from the attestation's slot to that of the block that included it
   *     first; 0 when none did
   * @param marks {@link #SOURCE}, {@link #TARGET}, {@link #HEAD} added up
   */
  @SuppressWarnings("ArrayRecordComponent") // columns of up to millions of validators
  record Votes(
      long epoch,
      long startShard,
      int committeeCount,
      long activeGwei,
      long sourceGwei,
      long targetGwei,
      long headGwei,
      int[] committees,
      int[] inclusionDelays,
      byte[] marks) {

    public static final int SOURCE = 1;
    public static final int TARGET = 2;
    public static final int HEAD = 4;

    /** Whether the validator counts for one of {@link #SOURCE}, {@link #TARGET}, {@link #HEAD}. */
    public boolean marked(int index, int mark) {
      return (marks[index] & mark) != 0;
    }
  }
}
