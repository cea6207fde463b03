package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.v08.AttestationData;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A vote that surrounds the validator's votes of the epochs before: its source is an earlier one
 * than theirs. No block can carry it as an attestation, because a block asks for the chain's own
 * source; the nodes that hear of it have the validator slashed.
 */
record SurroundVote(Window window, Target target) implements Fault {

  /** Of the epoch of the vote: an honest vote of the epoch before has a source from 0 to here. */
  private static final long LEAST_SOURCE = 1;

  static Fault read(FaultKinds.Frame frame, Section section) {
    return new SurroundVote(frame.window(), frame.target());
  }

  @Override
  public String kind() {
    return "surround_vote";
  }

  @Override
  public String description() {
    return "a vote around earlier ones";
  }

  @Override
  public List<OutgoingVote> votes(Ballot ballot, List<OutgoingVote> votes) {
    // The votes of the epoch before have the previous justified checkpoint as their source.
    Checkpoint surrounded = ballot.state().previousJustifiedCheckpoint();
    if (surrounded.epoch() < LEAST_SOURCE) {
      return votes;
    }
    List<OutgoingVote> all = new ArrayList<>(votes);
    for (OutgoingVote vote : Voters.only(votes, voter -> target.strikes(ballot.node(), voter))) {
      AttestationData data = vote.data();
      AttestationData around =
          new AttestationData(
              data.beaconBlockRoot(),
              new Checkpoint(surrounded.epoch() - 1, Bytes32.ZERO),
              data.target(),
              data.crosslink());
      all.add(new OutgoingVote(around, vote.voters(), vote.delayMillis()));
    }
    return all.size() == votes.size() ? votes : all;
  }
}
