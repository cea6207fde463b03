package crosscheck.testnet;

import crosscheck.bls.Bls;
import crosscheck.bls.InteropKeys;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Phase0;
import crosscheck.spec.v08.Validator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a spec, a genesis state and nodes must be like for a network to be made of them. */
final class Requirements {

  private Requirements() {}

  /**
   * @throws IllegalArgumentException when the test network does not speak it
   */
  static Phase0 phase0(Spec spec) {
    if (spec instanceof Phase0 phase0) {
      return phase0;
    }
    throw new IllegalArgumentException(
        "the test network speaks phase 0 of v0.8, not " + spec.version());
  }

  /**
   * @throws IllegalArgumentException when it is of another spec
   */
  static BeaconState phase0(State genesis) {
    if (genesis instanceof BeaconState state) {
      return state;
    }
    throw new IllegalArgumentException("the test network speaks phase 0 of v0.8");
  }

  /**
   * @throws IllegalArgumentException when some slot would have no proposer, or deposits are missing
   */
  static void requireProposers(Phase0 spec, BeaconState genesis) {
    long slots = spec.config().uint64("SLOTS_PER_EPOCH");
    long active =
        genesis.validators().stream()
            .filter(validator -> validator.activationEpoch() == 0 && validator.exitEpoch() != 0)
            .count();
    if (active < slots) {
      throw new IllegalArgumentException(
          "configuration %s needs at least %d active validators, one for each slot of an epoch: got %d"
              .formatted(spec.config().name(), slots, active));
    }
    if (genesis.eth1Data().depositCount() != genesis.eth1DepositIndex()) {
      throw new IllegalArgumentException(
          "the genesis state waits for deposits that the test network does not have");
    }
  }

  /**
   * @param withDeposits validators below this index come by deposits, if not by the genesis state
   * @throws IllegalArgumentException when nodes share a name or a validator, or have one without
   *     its interop key
   */
  static void requireKeys(BeaconState genesis, List<NodeSettings> nodes, int withDeposits) {
    Set<String> names = new HashSet<>();
    Set<Integer> taken = new HashSet<>();
    for (NodeSettings node : nodes) {
      if (!names.add(node.name())) {
        throw new IllegalArgumentException("two nodes are called " + node.name());
      }
      for (int i : node.validators().stream().toArray()) {
        if (!taken.add(i)) {
          throw new IllegalArgumentException(
              "validator %d runs on two nodes, the second is %s".formatted(i, node.name()));
        }
        if (i >= withDeposits) {
          requireKey(genesis, i, node.name());
        }
      }
    }
  }

  private static void requireKey(BeaconState genesis, int index, String node) {
    if (index >= genesis.validators().size()) {
      throw new IllegalArgumentException(
          "node %s runs validator %d, but genesis has only %d"
              .formatted(node, index, genesis.validators().size()));
    }
    Validator validator = genesis.validators().get(index);
    if (!Bls.preferred().publicKey(InteropKeys.secretKey(index)).equals(validator.pubkey())) {
      throw new IllegalArgumentException(
          "validator %d of the genesis state does not have the interop key %d"
              .formatted(index, index));
    }
  }
}
