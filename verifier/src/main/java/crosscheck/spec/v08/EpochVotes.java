package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.max;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.text;

import crosscheck.ssz.SszList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What one pass over registry and pending attestations tells the steps of an epoch transition:
 * balances and slashings as columns, and for each attestation its unslashed attesters. Valid until
 * the step that changes the registry.
 */
final class EpochVotes {

  private final BeaconState state;
  private final Accessors accessors;
  private final long previousEpoch;
  private final long currentEpoch;
  private final long[] effectiveBalances;
  private final boolean[] slashed;
  private final MarkedValidators counted;
  private final Epoch previous;
  private final Epoch current;

  EpochVotes(BeaconState state, Accessors accessors) {
    this.state = state;
    this.accessors = accessors;
    this.previousEpoch = accessors.getPreviousEpoch(state);
    this.currentEpoch = accessors.getCurrentEpoch(state);
    RegistryColumns registry = accessors.columns(state);
    this.effectiveBalances = registry.effectiveBalances;
    this.slashed = registry.slashed;
    this.counted = new MarkedValidators(registry.size());
    this.current =
        new Epoch(state.currentEpochAttestations, accessors.committees(state, currentEpoch));
    this.previous =
        previousEpoch == currentEpoch
            ? current
            : new Epoch(
                state.previousEpochAttestations, accessors.committees(state, previousEpoch));
  }

  long previousEpoch() {
    return previousEpoch;
  }

  long currentEpoch() {
    return currentEpoch;
  }

  int validatorCount() {
    return effectiveBalances.length;
  }

  /** Gwei. */
  long effectiveBalance(int index) {
    return effectiveBalances[index];
  }

  /** {@code get_matching_source_attestations}: those with the epoch as target. */
  List<Vote> getMatchingSourceAttestations(long epoch) {
    Checks.SOURCE_ATTESTATIONS_EPOCH.require(
        epoch == previousEpoch || epoch == currentEpoch,
        () -> text(previousEpoch) + " or " + text(currentEpoch),
        () -> text(epoch));
    return (epoch == currentEpoch ? current : previous).votes;
  }

  /** {@code get_matching_target_attestations}. */
  List<Vote> getMatchingTargetAttestations(long epoch) {
    Bytes32 root = accessors.getBlockRoot(state, epoch);
    List<Vote> matching = new ArrayList<>();
    for (Vote vote : getMatchingSourceAttestations(epoch)) {
      if (vote.attestation().data().target().root().equals(root)) {
        matching.add(vote);
      }
    }
    return matching;
  }

  /** {@code get_matching_head_attestations}. */
  List<Vote> getMatchingHeadAttestations(long epoch) {
    List<Vote> matching = new ArrayList<>();
    for (Vote vote : getMatchingSourceAttestations(epoch)) {
      AttestationData data = vote.attestation().data();
      Bytes32 root =
          accessors.getBlockRootAtSlot(state, accessors.getAttestationDataSlot(state, data));
      if (data.beaconBlockRoot().equals(root)) {
        matching.add(vote);
      }
    }
    return matching;
  }

  /** Those with the epoch as target, previous or current, that vote for a shard. */
  List<Vote> of(long epoch, long shard) {
    return (epoch == currentEpoch ? current : previous).votesByShard.getOrDefault(shard, List.of());
  }

  /** {@code get_unslashed_attesting_indices}: a set, by validator index. */
  boolean[] attesters(Iterable<Vote> votes) {
    boolean[] attesters = new boolean[effectiveBalances.length];
    for (Vote vote : votes) {
      for (int index : vote.attesters) {
        attesters[index] = true;
      }
    }
    return attesters;
  }

  /** {@code get_total_balance} of a set: Gwei, at least 1. */
  long totalBalance(boolean[] indices) {
    long sum = 0;
    for (int i = 0; i < indices.length; i++) {
      if (indices[i]) {
        sum = plus(sum, effectiveBalances[i]);
      }
    }
    return max(1, sum);
  }

  /** {@code get_total_balance} of a committee: Gwei, at least 1. */
  long totalBalance(Committee committee) {
    long sum = 0;
    for (int i = 0; i < committee.size(); i++) {
      sum = plus(sum, effectiveBalances[committee.member(i)]);
    }
    return max(1, sum);
  }

  /** {@code get_total_balance} of distinct validators: Gwei, at least 1. */
  long totalBalance(int[] indices) {
    long sum = 0;
    for (int index : indices) {
      sum = plus(sum, effectiveBalances[index]);
    }
    return max(1, sum);
  }

  /** The attesters of votes, each once; not to be changed. */
  int[] union(List<Vote> votes) {
    if (votes.size() == 1) {
      return votes.get(0).attesters;
    }
    int[] union = new int[votes.stream().mapToInt(vote -> vote.attesters.length).sum()];
    int count = 0;
    counted.clear();
    for (Vote vote : votes) {
      for (int index : vote.attesters) {
        if (counted.add(index)) {
          union[count++] = index;
        }
      }
    }
    return Arrays.copyOf(union, count);
  }

  /**
   * A pending attestation and who cast it.
   *
   * @param attesters unslashed validators, in committee order
   */
  record Vote(PendingAttestation attestation, int[] attesters) {}

  private final class Epoch {
    private final List<Vote> votes;
    private final Map<Long, List<Vote>> votesByShard = new HashMap<>();

    Epoch(SszList<PendingAttestation> attestations, EpochCommittees committees) {
      votes = new ArrayList<>(attestations.size());
      for (PendingAttestation attestation : attestations) {
        Vote vote = new Vote(attestation, unslashed(attestation, committees));
        votes.add(vote);
        votesByShard
            .computeIfAbsent(attestation.data().crosslink().shard(), shard -> new ArrayList<>())
            .add(vote);
      }
    }

    private int[] unslashed(PendingAttestation attestation, EpochCommittees committees) {
      // An attestation is pending under the epoch of its target, so these are its committees.
      int[] indices =
          Accessors.attesting(
              committees.ofShard(attestation.data().crosslink().shard()),
              attestation.aggregationBits());
      int count = 0;
      for (int index : indices) {
        if (!slashed[index]) {
          indices[count++] = index;
        }
      }
      return count == indices.length ? indices : Arrays.copyOf(indices, count);
    }
  }
}
