package crosscheck.testnet;

import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconBlockBody;
import crosscheck.spec.v08.BeaconState;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A validator's turn to propose: everything a block is made of. For faults that make other blocks
 * than the honest one.
 *
 * @param node the proposer's node
 * @param client what that node runs
 * @param state the parent's post-state, advanced to the slot
 * @param proposer validator index
 * @param secretKey the proposer's
 * @param body of the honest block
 * @param block the honest block, signed
 * @param dice chance for this slot and validator
 */
public record Proposal(
    String node,
    Client client,
    BeaconState state,
    long proposer,
    Bytes32 secretKey,
    BeaconBlockBody body,
    BeaconBlock block,
    Dice dice) {

  public long slot() {
    return state.slot();
  }

  /**
   * A block in the same place with another body: executed, with the state root that comes out, and
   * signed.
   *
   * @throws crosscheck.spec.InvalidException when it is not valid with this body
   */
  public BeaconBlock with(BeaconBlockBody other) {
    return BlockMaking.block(client, state, other, secretKey);
  }

  /** The block with whatever is in it, its signature made anew by the proposer. */
  public BeaconBlock signed(BeaconBlock unsigned) {
    return BlockMaking.signed(client, state, unsigned, secretKey);
  }

  public Bytes ssz(BeaconBlock any) {
    return client.spec().ssz().encode(any);
  }
}
