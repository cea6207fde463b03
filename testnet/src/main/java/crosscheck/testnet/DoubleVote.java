package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.spec.v08.AttestationData;
import java.util.ArrayList;
import java.util.List;

/** Two different votes for the same target epoch: the second one is for the head's parent. */
record DoubleVote(Window window, Target target) implements Fault {

  static Fault read(FaultKinds.Frame frame, Section section) {
    return new DoubleVote(frame.window(), frame.target());
  }

  @Override
  public String kind() {
    return "double_vote";
  }

  @Override
  public String description() {
    return "a second vote for another head";
  }

  @Override
  public List<OutgoingVote> votes(Ballot ballot, List<OutgoingVote> votes) {
    List<OutgoingVote> struck = Voters.only(votes, voter -> target.strikes(ballot.node(), voter));
    List<OutgoingVote> all = new ArrayList<>(votes);
    for (OutgoingVote vote : struck) {
      AttestationData data = vote.data();
      AttestationData other =
          new AttestationData(
              ballot.state().latestBlockHeader().parentRoot(),
              data.source(),
              data.target(),
              data.crosslink());
      // At genesis the head has no parent, and there is nothing else to vote for.
      if (!other.beaconBlockRoot().isZero() && !other.equals(data)) {
        all.add(new OutgoingVote(other, vote.voters(), vote.delayMillis()));
      }
    }
    return all.size() == votes.size() ? votes : all;
  }
}
