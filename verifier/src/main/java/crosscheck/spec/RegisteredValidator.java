package crosscheck.spec;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** What a state says of a validator besides its balance. Epochs are uint64; 2^64-1 is "never". */
public interface RegisteredValidator {

  /** 48 bytes. */
  Bytes pubkey();

  Bytes32 withdrawalCredentials();

  /** Gwei, uint64. */
  long effectiveBalance();

  boolean slashed();

  long activationEligibilityEpoch();

  long activationEpoch();

  long exitEpoch();

  long withdrawableEpoch();
}
