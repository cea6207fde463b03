package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.lessOrEqual;

import crosscheck.ssz.SszList;
import org.apache.tuweni.bytes.Bytes48;

/**
 * A registry by columns: what committees and rewards ask of thousands of validators in random order
 * comes from flat arrays instead of the tree. By validator index; not to be changed.
 */
final class RegistryColumns {

  final Bytes48[] pubkeys;

  /** Gwei. */
  final long[] effectiveBalances;

  final boolean[] slashed;
  final long[] activationEligibilityEpochs;
  final long[] activationEpochs;
  final long[] exitEpochs;
  final long[] withdrawableEpochs;

  RegistryColumns(SszList<Validator> validators) {
    int size = validators.size();
    pubkeys = new Bytes48[size];
    effectiveBalances = new long[size];
    slashed = new boolean[size];
    activationEligibilityEpochs = new long[size];
    activationEpochs = new long[size];
    exitEpochs = new long[size];
    withdrawableEpochs = new long[size];
    int index = 0;
    for (Validator validator : validators) {
      pubkeys[index] = validator.pubkey();
      effectiveBalances[index] = validator.effectiveBalance();
      slashed[index] = validator.slashed();
      activationEligibilityEpochs[index] = validator.activationEligibilityEpoch();
      activationEpochs[index] = validator.activationEpoch();
      exitEpochs[index] = validator.exitEpoch();
      withdrawableEpochs[index] = validator.withdrawableEpoch();
      index++;
    }
  }

  /** {@code is_active_validator}. */
  boolean activeAt(int index, long epoch) {
    return lessOrEqual(activationEpochs[index], epoch) && less(epoch, exitEpochs[index]);
  }

  int size() {
    return pubkeys.length;
  }
}
