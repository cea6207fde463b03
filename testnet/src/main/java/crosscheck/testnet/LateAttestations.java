package crosscheck.testnet;

import crosscheck.settings.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Attestations that are made in time and sent late.
 *
 * @param byMillis how late
 * @param share of the attesters who are late, from 0 to 1
 */
record LateAttestations(Window window, Target target, long byMillis, double share)
    implements Fault {

  static Fault read(FaultKinds.Frame frame, Section section) {
    return new LateAttestations(
        frame.window(),
        frame.target(),
        frame.scale().millis(section.required("by")),
        section.optional("share").map(value -> value.fraction(0, 1)).orElse(1.0));
  }

  @Override
  public String kind() {
    return "late_attestations";
  }

  @Override
  public String description() {
    return "attestations %.1f s late".formatted(byMillis / 1e3);
  }

  @Override
  public List<OutgoingVote> votes(Ballot ballot, List<OutgoingVote> votes) {
    List<OutgoingVote> inTime = Voters.without(votes, voter -> late(ballot, voter));
    if (inTime == votes) {
      return votes;
    }
    List<OutgoingVote> all = new ArrayList<>(inTime);
    for (OutgoingVote vote : Voters.only(votes, voter -> late(ballot, voter))) {
      all.add(new OutgoingVote(vote.data(), vote.voters(), vote.delayMillis() + byMillis));
    }
    return all;
  }

  private boolean late(Ballot ballot, int voter) {
    return target.strikes(ballot.node(), voter)
        && ballot.dice().of("late vote").of(voter).chance(share);
  }
}
