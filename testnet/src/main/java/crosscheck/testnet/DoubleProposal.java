package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.spec.v08.BeaconBlockBody;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Two different blocks by one proposer in one slot, both valid and both signed. */
record DoubleProposal(Window window, Target target) implements Fault {

  static Fault read(FaultKinds.Frame frame, Section section) {
    return new DoubleProposal(frame.window(), frame.target());
  }

  @Override
  public String kind() {
    return "double_proposal";
  }

  @Override
  public String description() {
    return "two blocks in one slot";
  }

  @Override
  public List<OutgoingBlock> blocks(Proposal proposal, List<OutgoingBlock> blocks) {
    if (!target.strikes(proposal.node(), proposal.proposer())) {
      return blocks;
    }
    List<OutgoingBlock> both = new ArrayList<>(blocks);
    both.add(new OutgoingBlock(proposal.ssz(proposal.with(withOtherGraffiti(proposal.body()))), 0));
    return both;
  }

  /** The last byte says that it is the second one. */
  private static BeaconBlockBody withOtherGraffiti(BeaconBlockBody body) {
    byte[] graffiti = body.graffiti().toArray();
    graffiti[graffiti.length - 1] = (byte) (graffiti[graffiti.length - 1] ^ '2');
    return new BeaconBlockBody(
        body.randaoReveal(),
        body.eth1Data(),
        Bytes32.wrap(Bytes.wrap(graffiti)),
        body.proposerSlashings(),
        body.attesterSlashings(),
        body.attestations(),
        body.deposits(),
        body.voluntaryExits(),
        body.transfers());
  }
}
