package crosscheck.testnet;

import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.CommitteeAssignment;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A committee's turn to attest, as one of its members' nodes sees it.
 *
 * @param node the node whose validators attest
 * @param client what that node runs
 * @param state the head's post-state, advanced to the slot
 * @param head id of the head
 * @param assignment the committee
 * @param dice chance for this slot and node
 */
public record Ballot(
    String node,
    Client client,
    BeaconState state,
    Bytes32 head,
    CommitteeAssignment assignment,
    Dice dice) {

  public long slot() {
    return assignment.slot();
  }
}
