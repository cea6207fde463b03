package crosscheck.testnet;

import crosscheck.bls.Bls;
import crosscheck.bls.InteropKeys;
import crosscheck.spec.Config;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Deposit;
import crosscheck.spec.v08.DepositData;
import crosscheck.spec.v08.Eth1Data;
import crosscheck.spec.v08.Phase0;
import crosscheck.ssz.Sha256;
import crosscheck.ssz.SszList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * The pretended eth1 chain: what all nodes vote for, and the deposits that come of it. Without
 * planned deposits that is the stub of the interop standard. With some, the nodes vote for the
 * deposit contract as it stood when the voting period began, as soon as it has a deposit that the
 * chain does not know. For one thread.
 */
final class Eth1Chain {

  private final Phase0 spec;
  private final long slotsPerEpoch;
  private final long slotsPerPeriod;
  private final long mostDeposits;

  /** All that are ever made, those of genesis first. */
  private final List<DepositData> deposits = new ArrayList<>();

  /** By deposit: the slot from which on it stands in the contract. */
  private final List<Long> since = new ArrayList<>();

  private final Map<Integer, DepositTree> trees = new HashMap<>();

  /**
   * @throws IllegalArgumentException when deposits are planned for a genesis whose deposits are not
   *     known: only those of the mocked start are
   */
  Eth1Chain(Phase0 spec, BeaconState genesis, List<PlannedOperation> operations) {
    Config config = spec.config();
    this.spec = spec;
    this.slotsPerEpoch = config.uint64("SLOTS_PER_EPOCH");
    this.slotsPerPeriod = config.uint64("SLOTS_PER_ETH1_VOTING_PERIOD");
    this.mostDeposits = config.uint64("MAX_DEPOSITS");
    List<PlannedOperation.Deposits> planned =
        operations.stream()
            .filter(PlannedOperation.Deposits.class::isInstance)
            .map(PlannedOperation.Deposits.class::cast)
            .sorted(Comparator.comparingLong(each -> each.at().toSlot(slotsPerEpoch)))
            .toList();
    if (planned.isEmpty()) {
      return;
    }
    long full = config.uint64("MAX_EFFECTIVE_BALANCE");
    for (int i = 0; i < genesis.validators().size(); i++) {
      add(deposit(i, full), 0);
    }
    if (!tree(deposits.size()).root().equals(genesis.eth1Data().depositRoot())) {
      throw new IllegalArgumentException(
          "deposits need a genesis by the mocked start: the deposits of this one are not known");
    }
    requireInOrder(genesis.validators().size(), planned);
    for (PlannedOperation.Deposits each : planned) {
      long slot = each.at().toSlot(slotsPerEpoch);
      long amount = each.amountGwei().orElse(full);
      each.validators().stream().forEach(index -> add(deposit(index, amount), slot));
    }
  }

  /** A new validator gets the next free index, and only its own node knows its key. */
  private static void requireInOrder(int validators, List<PlannedOperation.Deposits> planned) {
    int next = validators;
    for (PlannedOperation.Deposits each : planned) {
      for (int index : each.validators().stream().toArray()) {
        if (index > next) {
          throw new IllegalArgumentException(
              "the next new validator is %d: a deposit for validator %d has to come after it"
                  .formatted(next, index));
        }
        next = Math.max(next, index + 1);
      }
    }
  }

  private void add(DepositData deposit, long slot) {
    deposits.add(deposit);
    since.add(slot);
  }

  private DepositData deposit(int validator, long amount) {
    Bls bls = Bls.preferred();
    Bytes32 key = InteropKeys.secretKey(validator);
    Bytes48 pubkey = bls.publicKey(key);
    Bytes32 credentials =
        Bytes32.wrap(
            Bytes.concatenate(
                spec.config().bytes("BLS_WITHDRAWAL_PREFIX", 1),
                Sha256.hash((Bytes) pubkey).slice(1)));
    DepositData unsigned =
        new DepositData(pubkey, credentials, amount, Bytes.wrap(new byte[Bls.SIGNATURE_BYTES]));
    // Deposits are valid across forks: their domain has no fork version.
    Bytes domain =
        Bytes.concatenate(spec.config().bytes("DOMAIN_DEPOSIT", 4), Bytes.wrap(new byte[4]));
    Bytes signature = bls.sign(key, spec.ssz().signingRoot(unsigned), domain);
    return new DepositData(pubkey, credentials, amount, signature);
  }

  /** Validators that deposits have brought or may bring, those of genesis among them. */
  int mostValidators() {
    return (int) deposits.stream().map(DepositData::pubkey).distinct().count();
  }

  private DepositTree tree(int count) {
    return trees.computeIfAbsent(
        count,
        n ->
            new DepositTree(
                deposits.subList(0, n).stream().map(spec.ssz()::hashTreeRoot).toList()));
  }

  /**
   * What an honest proposer votes for.
   *
   * @param state the parent's post-state, advanced to the block's slot
   */
  Eth1Data vote(BeaconState state) {
    long periodStart = state.slot() - state.slot() % slotsPerPeriod;
    int made = (int) since.stream().filter(slot -> slot <= periodStart).count();
    Eth1Data known = state.eth1Data();
    if (state.eth1DepositIndex() < known.depositCount()) {
      return known; // until all that it has are included
    }
    if (made > known.depositCount()) {
      Bytes32 root = tree(made).root();
      return new Eth1Data(root, made, Sha256.hash(root));
    }
    return spec.validatorGuide().getEth1DataStub(state, state.slot() / slotsPerEpoch);
  }

  /** The deposits that a block with that vote has to carry. */
  SszList<Deposit> due(BeaconState state, Eth1Data vote) {
    long same = 1 + state.eth1DataVotes().stream().filter(vote::equals).count();
    Eth1Data data = 2 * same > slotsPerPeriod ? vote : state.eth1Data();
    long first = state.eth1DepositIndex();
    long count = Math.min(mostDeposits, data.depositCount() - first);
    List<Deposit> due = new ArrayList<>();
    for (long i = first; i < first + count; i++) {
      due.add(new Deposit(tree((int) data.depositCount()).branch(i), deposits.get((int) i)));
    }
    return SszList.copyOf(due);
  }
}
