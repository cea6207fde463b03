package crosscheck.testnet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Votes taken apart by who votes. */
final class Voters {

  private Voters() {}

  /** The votes without these voters; the very same list when none of them votes. */
  static List<OutgoingVote> without(List<OutgoingVote> votes, IntPredicate gone) {
    if (votes.stream().flatMap(vote -> vote.voters().stream()).noneMatch(gone::test)) {
      return votes;
    }
    List<OutgoingVote> left = new ArrayList<>();
    for (OutgoingVote vote : votes) {
      List<Integer> stay = vote.voters().stream().filter(voter -> !gone.test(voter)).toList();
      if (!stay.isEmpty()) {
        left.add(new OutgoingVote(vote.data(), stay, vote.delayMillis()));
      }
    }
    return left;
  }

  /** The votes of these voters alone, in the order of the list. */
  static List<OutgoingVote> only(List<OutgoingVote> votes, IntPredicate chosen) {
    return without(votes, voter -> !chosen.test(voter));
  }
}
