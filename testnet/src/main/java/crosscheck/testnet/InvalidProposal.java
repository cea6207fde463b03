package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.settings.Value;
import crosscheck.testnet.invalid.InvalidBlock;
import crosscheck.testnet.invalid.Place;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Instead of an honest block one that fails a check. Where the check needs a state of a kind, the
 * fault waits for it.
 *
 * @param block which one
 */
record InvalidProposal(Window window, Target target, InvalidBlock block) implements Fault {

  /** Not made in the place of an honest block: they need another parent, or have no proposer. */
  private static final Set<InvalidBlock> ELSEWHERE =
      EnumSet.of(
          InvalidBlock.PROPOSER_NOT_SLASHED,
          InvalidBlock.DESCENDS_FROM_FINALIZED,
          InvalidBlock.LATER_THAN_FINALIZED,
          InvalidBlock.DIVISION_BY_ZERO);

  static Fault read(FaultKinds.Frame frame, Section section) {
    return new InvalidProposal(frame.window(), frame.target(), block(section.required("check")));
  }

  private static InvalidBlock block(Value check) {
    InvalidBlock block;
    try {
      block = InvalidBlock.of(check.text());
    } catch (IllegalArgumentException e) {
      throw check.wrong(e.getMessage());
    }
    if (ELSEWHERE.contains(block)) {
      throw check.wrong(
          "no proposer in its turn can make a block that fails %s: it takes %s"
              .formatted(block, block.needs()));
    }
    return block;
  }

  @Override
  public String kind() {
    return "invalid_block";
  }

  @Override
  public String description() {
    return "a block that fails " + block;
  }

  @Override
  public List<OutgoingBlock> blocks(Proposal proposal, List<OutgoingBlock> blocks) {
    if (!target.strikes(proposal.node(), proposal.proposer())) {
      return blocks;
    }
    Place place =
        new Place(
            proposal.client().spec(), proposal.state(), proposal.block(), proposal.secretKey());
    return block.make(place).map(ssz -> List.of(new OutgoingBlock(ssz, 0))).orElse(blocks);
  }
}
