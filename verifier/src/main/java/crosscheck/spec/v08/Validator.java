package crosscheck.spec.v08;

import crosscheck.spec.RegisteredValidator;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * {@code Validator}: an entry of the registry. uint64 fields are read as unsigned; epochs, slots,
 * indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#validator">spec</a>
 */
public record Validator(
    Bytes48 pubkey,
    Bytes32 withdrawalCredentials,
    long effectiveBalance,
    boolean slashed,
    long activationEligibilityEpoch,
    long activationEpoch,
    long exitEpoch,
    long withdrawableEpoch)
    implements RegisteredValidator {

  Validator withEffectiveBalance(long gwei) {
    return new Validator(
        pubkey,
        withdrawalCredentials,
        gwei,
        slashed,
        activationEligibilityEpoch,
        activationEpoch,
        exitEpoch,
        withdrawableEpoch);
  }

  Validator withActivationEligibilityEpoch(long epoch) {
    return new Validator(
        pubkey,
        withdrawalCredentials,
        effectiveBalance,
        slashed,
        epoch,
        activationEpoch,
        exitEpoch,
        withdrawableEpoch);
  }

  Validator withActivationEpoch(long epoch) {
    return new Validator(
        pubkey,
        withdrawalCredentials,
        effectiveBalance,
        slashed,
        activationEligibilityEpoch,
        epoch,
        exitEpoch,
        withdrawableEpoch);
  }

  Validator withExit(long exit, long withdrawable) {
    return new Validator(
        pubkey,
        withdrawalCredentials,
        effectiveBalance,
        slashed,
        activationEligibilityEpoch,
        activationEpoch,
        exit,
        withdrawable);
  }

  Validator withSlashing(long withdrawable) {
    return new Validator(
        pubkey,
        withdrawalCredentials,
        effectiveBalance,
        true,
        activationEligibilityEpoch,
        activationEpoch,
        exitEpoch,
        withdrawable);
  }
}
