package crosscheck.testnet;

import crosscheck.spec.v08.AttestationData;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.CommitteeAssignment;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Who has to do what in a slot, on a certain head: the same for all nodes that have this head and
 * run the same client. For one thread.
 */
final class SlotDuties {

  private final Client client;
  private final Bytes32 head;
  private final BeaconState state;
  private Optional<Long> proposer = Optional.empty();
  private Optional<List<Committee>> committees = Optional.empty();

  /**
   * @param data what the committee votes for
   */
  record Committee(CommitteeAssignment assignment, AttestationData data) {}

  /**
   * @param state of the head, advanced to the slot
   */
  SlotDuties(Client client, Bytes32 head, BeaconState state) {
    this.client = client;
    this.head = head;
    this.state = state;
  }

  BeaconState state() {
    return state;
  }

  long proposer() {
    if (proposer.isEmpty()) {
      proposer = Optional.of(client.proposerIndex(state));
    }
    return proposer.get();
  }

  List<Committee> committees() {
    if (committees.isEmpty()) {
      committees =
          Optional.of(
              client.guide().committees(state, state.slot()).stream()
                  .map(
                      assignment ->
                          new Committee(
                              assignment,
                              client.guide().attestationData(state, head, assignment.shard())))
                  .toList());
    }
    return committees.get();
  }
}
