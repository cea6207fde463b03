package crosscheck.spec.v08;

import crosscheck.bls.Bls;
import crosscheck.bls.InteropKeys;
import crosscheck.ssz.Sha256;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/** Genesis states with a past that a mocked start does not have. */
public final class Planted {

  private static final long FAR_FUTURE_EPOCH = Constants.FAR_FUTURE_EPOCH;

  private Planted() {}

  /** A deposit is due that nobody has. */
  public static BeaconState depositDue(BeaconState genesis) {
    BeaconState state = genesis.copy();
    Eth1Data data = state.eth1Data;
    state.eth1Data = new Eth1Data(data.depositRoot(), data.depositCount() + 1, data.blockHash());
    return state;
  }

  public static BeaconState slashed(BeaconState genesis, int index) {
    BeaconState state = genesis.copy();
    Validator validator = state.validators.get(index);
    state.validators = state.validators.with(index, validator.withSlashing(FAR_FUTURE_EPOCH));
    return state;
  }

  public static BeaconState balance(BeaconState genesis, int index, long gwei) {
    BeaconState state = genesis.copy();
    state.balances = state.balances.with(index, gwei);
    return state;
  }

  /** One more validator, with its interop key, that was never eligible for activation. */
  public static BeaconState neverEligible(BeaconState genesis, long gwei) {
    BeaconState state = genesis.copy();
    Bytes48 pubkey = Bls.preferred().publicKey(InteropKeys.secretKey(state.validators.size()));
    Bytes32 credentials =
        Bytes32.wrap(Bytes.concatenate(Bytes.of(0), Sha256.hash((Bytes) pubkey).slice(1)));
    state.validators =
        state.validators.plus(
            new Validator(
                pubkey,
                credentials,
                0,
                false,
                FAR_FUTURE_EPOCH,
                FAR_FUTURE_EPOCH,
                FAR_FUTURE_EPOCH,
                FAR_FUTURE_EPOCH));
    state.balances = state.balances.plus(gwei);
    return state;
  }
}
