package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.compareProducts;

import crosscheck.spec.v08.EpochVotes.Vote;
import crosscheck.ssz.Ssz;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Crosslinks of an epoch: which one of a shard wins, and who voted for it.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#crosslinks">spec</a>
 */
class CrosslinkVotes {

  private static final Crosslink NO_CROSSLINK = new Crosslink(0, Bytes32.ZERO, 0, 0, Bytes32.ZERO);

  private final Accessors accessors;
  private final Ssz ssz;

  CrosslinkVotes(Accessors accessors, Ssz ssz) {
    this.accessors = accessors;
    this.ssz = ssz;
  }

  /** {@code process_crosslinks}. */
  void processCrosslinks(BeaconState state, EpochVotes votes) {
    state.previousCrosslinks = state.currentCrosslinks;
    for (long epoch : new long[] {votes.previousEpoch(), votes.currentEpoch()}) {
      EpochCommittees committees = accessors.committees(state, epoch);
      for (long number = 0; number < committees.count(); number++) {
        long shard = committees.shard(number);
        Winner winner = getWinningCrosslinkAndAttestingIndices(state, votes, epoch, shard);
        long attesting = votes.totalBalance(winner.attesters());
        if (compareProducts(3, attesting, 2, votes.totalBalance(committees.ofShard(shard))) >= 0) {
          state.currentCrosslinks = state.currentCrosslinks.with(shard, winner.crosslink());
        }
      }
    }
  }

  /** The winning crosslink of a shard and its unslashed attesters, each once. */
  record Winner(Crosslink crosslink, int[] attesters) {}

  /** {@code get_winning_crosslink_and_attesting_indices}. */
  Winner getWinningCrosslinkAndAttestingIndices(
      BeaconState state, EpochVotes votes, long epoch, long shard) {
    List<Vote> attestations = votes.of(epoch, shard);
    if (attestations.isEmpty()) {
      return new Winner(NO_CROSSLINK, new int[0]);
    }
    Bytes32 currentRoot = ssz.hashTreeRoot(state.currentCrosslinks.get(shard));
    Crosslink winner = NO_CROSSLINK;
    long winnerBalance = 0;
    for (Crosslink candidate : distinctCrosslinks(attestations)) {
      if (!currentRoot.equals(candidate.parentRoot())
          && !currentRoot.equals(ssz.hashTreeRoot(candidate))) {
        continue;
      }
      long balance = votes.totalBalance(votes.union(votesFor(attestations, candidate)));
      int order = Long.compareUnsigned(balance, winnerBalance);
      if (order > 0 || (order == 0 && winsTie(candidate, winner))) {
        winner = candidate;
        winnerBalance = balance;
      }
    }
    return new Winner(winner, votes.union(votesFor(attestations, winner)));
  }

  /** Of two crosslinks with the same balance behind them, the one with the larger data root. */
  boolean winsTie(Crosslink candidate, Crosslink winner) {
    return candidate.dataRoot().compareTo(winner.dataRoot()) > 0;
  }

  private static Set<Crosslink> distinctCrosslinks(List<Vote> votes) {
    if (votes.size() == 1) {
      return Set.of(votes.get(0).attestation().data().crosslink());
    }
    Set<Crosslink> distinct = new LinkedHashSet<>();
    for (Vote vote : votes) {
      distinct.add(vote.attestation().data().crosslink());
    }
    return distinct;
  }

  private static List<Vote> votesFor(List<Vote> votes, Crosslink crosslink) {
    List<Vote> matching = new ArrayList<>(votes.size());
    for (Vote vote : votes) {
      if (vote.attestation().data().crosslink().equals(crosslink)) {
        matching.add(vote);
      }
    }
    return matching;
  }
}
