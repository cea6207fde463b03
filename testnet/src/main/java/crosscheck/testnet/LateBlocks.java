package crosscheck.testnet;

import crosscheck.settings.Section;
import java.util.List;

/**
 * Blocks that are made in time and sent late.
 *
 * @param byMillis how late
 * @param share of the blocks that are late, from 0 to 1
 */
record LateBlocks(Window window, Target target, long byMillis, double share) implements Fault {

  static Fault read(FaultKinds.Frame frame, Section section) {
    return new LateBlocks(
        frame.window(),
        frame.target(),
        frame.scale().millis(section.required("by")),
        section.optional("share").map(value -> value.fraction(0, 1)).orElse(1.0));
  }

  @Override
  public String kind() {
    return "late_blocks";
  }

  @Override
  public String description() {
    return "blocks %.1f s late".formatted(byMillis / 1e3);
  }

  @Override
  public List<OutgoingBlock> blocks(Proposal proposal, List<OutgoingBlock> blocks) {
    boolean strikes =
        target.strikes(proposal.node(), proposal.proposer())
            && proposal.dice().of("late block").chance(share);
    return strikes
        ? blocks.stream()
            .map(block -> new OutgoingBlock(block.ssz(), block.delayMillis() + byMillis))
            .toList()
        : blocks;
  }
}
