package crosscheck.testnet;

import crosscheck.settings.Section;
import java.util.List;

/**
 * Validators that do not do their duties, all or a share of them.
 *
 * @param blocks whether they do not propose
 * @param attestations whether they do not attest
 * @param share of their duties that they leave undone, from 0 to 1
 */
record Silence(Window window, Target target, boolean blocks, boolean attestations, double share)
    implements Fault {

  static Fault read(FaultKinds.Frame frame, Section section) {
    String duties =
        section
            .optional("duties")
            .map(value -> value.oneOf("all", "blocks", "attestations"))
            .orElse("all");
    return new Silence(
        frame.window(),
        frame.target(),
        !duties.equals("attestations"),
        !duties.equals("blocks"),
        section.optional("share").map(value -> value.fraction(0, 1)).orElse(1.0));
  }

  @Override
  public String kind() {
    return "silent";
  }

  @Override
  public String description() {
    String duties = blocks && attestations ? "duties" : blocks ? "blocks" : "attestations";
    return share == 1 ? "no " + duties : "%.0f %% of %s missing".formatted(share * 100, duties);
  }

  @Override
  public List<OutgoingBlock> blocks(Proposal proposal, List<OutgoingBlock> made) {
    boolean strikes =
        blocks
            && target.strikes(proposal.node(), proposal.proposer())
            && proposal.dice().of("silent block").chance(share);
    return strikes ? List.of() : made;
  }

  @Override
  public List<OutgoingVote> votes(Ballot ballot, List<OutgoingVote> votes) {
    return attestations ? Voters.without(votes, voter -> silent(ballot, voter)) : votes;
  }

  private boolean silent(Ballot ballot, int voter) {
    return target.strikes(ballot.node(), voter)
        && ballot.dice().of("silent vote").of(voter).chance(share);
  }
}
