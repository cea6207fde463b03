package crosscheck.testnet;

import crosscheck.bls.Bls;
import crosscheck.bls.ConfirmedChecker;
import crosscheck.bls.DeferredChecker;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconBlockBody;
import crosscheck.spec.v08.BeaconState;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** How a client turns a body into a signed block. */
final class BlockMaking {

  private static final ConfirmedChecker DECIDES = ConfirmedChecker.preferred();

  private BlockMaking() {}

  /**
   * A block on the state's latest one, with the state root that this client gets.
   *
   * @param state the parent's post-state, advanced to the block's slot
   * @throws crosscheck.spec.InvalidException when no block with this body is valid there
   */
  static BeaconBlock block(
      Client client, BeaconState state, BeaconBlockBody body, Bytes32 secretKey) {
    BeaconBlock unsigned =
        new BeaconBlock(
            state.slot(),
            client.spec().ssz().signingRoot(state.latestBlockHeader()),
            Bytes32.ZERO,
            body,
            Bytes.wrap(new byte[Bls.SIGNATURE_BYTES]));
    // Our own signatures of a moment ago need no checking; those of deposits decide what happens.
    BeaconState post =
        client.execute(state, unsigned, new DeferredChecker(Bls.preferred(), DECIDES));
    return signed(client, state, withStateRoot(unsigned, client.spec().hash(post)), secretKey);
  }

  /** The same block with a signature by this key, over whatever is in it. */
  static BeaconBlock signed(
      Client client, BeaconState state, BeaconBlock block, Bytes32 secretKey) {
    Bytes signature = client.guide().getBlockSignature(state, block, secretKey);
    return new BeaconBlock(
        block.slot(), block.parentRoot(), block.stateRoot(), block.body(), signature);
  }

  private static BeaconBlock withStateRoot(BeaconBlock block, Bytes32 stateRoot) {
    return new BeaconBlock(
        block.slot(), block.parentRoot(), stateRoot, block.body(), block.signature());
  }
}
