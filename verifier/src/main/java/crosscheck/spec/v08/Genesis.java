package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.min;
import static crosscheck.spec.Uint64.minus;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.times;
import static crosscheck.spec.v08.Constants.DEPOSIT_CONTRACT_TREE_DEPTH;
import static crosscheck.spec.v08.Constants.GENESIS_EPOCH;
import static crosscheck.spec.v08.Constants.SECONDS_PER_DAY;

import crosscheck.bls.Bls;
import crosscheck.bls.InteropKeys;
import crosscheck.bls.SignatureChecker;
import crosscheck.spec.InvalidException;
import crosscheck.ssz.Limit;
import crosscheck.ssz.RootList;
import crosscheck.ssz.Sha256;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszList;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * Genesis: from the deposits of the eth1 chain, and the mocked start of the interop standard.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#genesis">spec</a>
 */
final class Genesis {

  /** The eth1 block and time that the interop standard's mocked start pretends. */
  private static final Bytes32 MOCKED_ETH1_BLOCK_HASH = Bytes32.repeat((byte) 0x42);

  private static final long MOCKED_ETH1_TIMESTAMP = 1L << 40;

  private final Constants c;
  private final Accessors accessors;
  private final BlockProcessing blocks;
  private final EpochProcessing epochs;
  private final Ssz ssz;

  Genesis(
      Constants constants,
      Accessors accessors,
      BlockProcessing blocks,
      EpochProcessing epochs,
      Ssz ssz) {
    this.c = constants;
    this.accessors = accessors;
    this.blocks = blocks;
    this.epochs = epochs;
    this.ssz = ssz;
  }

  /** All deposits so far; a container of one field has the root of that field. */
  record DepositDataList(@Limit("4294967296") SszList<DepositData> deposits) {}

  /** {@code initialize_beacon_state_from_eth1}: timestamp in Unix seconds. */
  BeaconState initializeBeaconStateFromEth1(
      Bytes32 eth1BlockHash,
      long eth1Timestamp,
      List<Deposit> deposits,
      SignatureChecker signatures) {
    BeaconState state = ssz.defaultValue(BeaconState.class);
    state.genesisTime =
        plus(minus(eth1Timestamp, mod(eth1Timestamp, SECONDS_PER_DAY)), times(2, SECONDS_PER_DAY));
    BeaconBlockHeader noHeader = state.latestBlockHeader;
    state.latestBlockHeader =
        new BeaconBlockHeader(
            noHeader.slot(),
            noHeader.parentRoot(),
            noHeader.stateRoot(),
            ssz.hashTreeRoot(ssz.defaultValue(BeaconBlockBody.class)),
            noHeader.signature());

    SszList<DepositData> leaves = SszList.of();
    for (int index = 0; index < deposits.size(); index++) {
      Deposit deposit = deposits.get(index);
      leaves = leaves.plus(deposit.data());
      state.eth1Data =
          new Eth1Data(
              ssz.hashTreeRoot(new DepositDataList(leaves)), deposits.size(), eth1BlockHash);
      try {
        blocks.processDeposit(state, deposit, signatures);
      } catch (InvalidException e) {
        throw e.within("deposits[" + index + "]");
      }
    }
    state.eth1Data = new Eth1Data(state.eth1Data.depositRoot(), deposits.size(), eth1BlockHash);
    activateFullBalances(state);
    fillRoots(state);
    return state;
  }

  private void activateFullBalances(BeaconState state) {
    long[] balances = state.balances.toArray();
    state.validators =
        state.validators.update(
            (index, validator) -> {
              long balance = balances[index];
              Validator updated =
                  validator.withEffectiveBalance(
                      min(
                          minus(balance, mod(balance, c.EFFECTIVE_BALANCE_INCREMENT)),
                          c.MAX_EFFECTIVE_BALANCE));
              return updated.effectiveBalance() == c.MAX_EFFECTIVE_BALANCE
                  ? updated
                      .withActivationEligibilityEpoch(GENESIS_EPOCH)
                      .withActivationEpoch(GENESIS_EPOCH)
                  : updated;
            });
  }

  /** The same active set and committees for the whole history before genesis. */
  private void fillRoots(BeaconState state) {
    int length = (int) c.EPOCHS_PER_HISTORICAL_VECTOR;
    // The committees depend on the seed, and the seed on active_index_roots, still zero here as in
    // the spec: so the committees' root comes first.
    Bytes32 committeesRoot = epochs.compactCommitteesRoot(state, GENESIS_EPOCH);
    state.activeIndexRoots = RootList.filled(length, epochs.activeIndexRoot(state, GENESIS_EPOCH));
    state.compactCommitteesRoots = RootList.filled(length, committeesRoot);
  }

  /** {@code is_valid_genesis_state}. */
  boolean isValidGenesisState(BeaconState state) {
    return !less(state.genesisTime, c.MIN_GENESIS_TIME)
        && !less(
            accessors.getActiveValidatorIndices(state, GENESIS_EPOCH).count(),
            c.MIN_GENESIS_ACTIVE_VALIDATOR_COUNT);
  }

  /**
   * The mocked start of the interop standard: {@code validators} deposits of the full balance by
   * the interop keys, on a pretended eth1 block; then the genesis time is set.
   *
   * @see <a href="https://github.com/ethereum/eth2.0-pm/tree/master/interop/mocked_start">mocked
   *     start</a>
   */
  BeaconState mockedStart(int validators, long genesisTime, Bls bls) {
    List<Deposit> deposits = new ArrayList<>(validators);
    DepositTree tree = new DepositTree();
    for (int i = 0; i < validators; i++) {
      DepositData data = deposit(InteropKeys.secretKey(i), bls);
      deposits.add(new Deposit(tree.add(ssz.hashTreeRoot(data)), data));
    }
    // Our own signatures of a moment ago need no checking.
    BeaconState state =
        initializeBeaconStateFromEth1(
            MOCKED_ETH1_BLOCK_HASH, MOCKED_ETH1_TIMESTAMP, deposits, set -> true);
    state.genesisTime = genesisTime;
    return state;
  }

  private DepositData deposit(Bytes32 secretKey, Bls bls) {
    Bytes48 pubkey = bls.publicKey(secretKey);
    Bytes32 credentials =
        Bytes32.wrap(
            Bytes.concatenate(c.BLS_WITHDRAWAL_PREFIX, Sha256.hash((Bytes) pubkey).slice(1)));
    DepositData unsigned =
        new DepositData(pubkey, credentials, c.MAX_EFFECTIVE_BALANCE, Bytes.wrap(new byte[96]));
    Bytes signature =
        bls.sign(
            secretKey,
            ssz.signingRoot(unsigned),
            Misc.computeDomain(c.DOMAIN_DEPOSIT, Bytes.wrap(new byte[4])));
    return new DepositData(pubkey, credentials, c.MAX_EFFECTIVE_BALANCE, signature);
  }

  /**
   * The deposit contract's incremental Merkle tree: each new leaf's branch, against the tree that
   * ends with it.
   */
  private static final class DepositTree {
    private final Bytes32[] left = new Bytes32[DEPOSIT_CONTRACT_TREE_DEPTH];
    private long size;

    RootList add(Bytes32 leaf) {
      long index = size++;
      List<Bytes32> branch = new ArrayList<>(DEPOSIT_CONTRACT_TREE_DEPTH + 1);
      Bytes32 node = leaf;
      Bytes32 empty = Bytes32.ZERO;
      boolean kept = false;
      for (int height = 0; height < DEPOSIT_CONTRACT_TREE_DEPTH; height++) {
        boolean right = (index >>> height & 1) == 1;
        branch.add(right ? left[height] : empty);
        if (right) {
          node = Sha256.hash(Bytes.concatenate(left[height], node));
        } else if (!kept) {
          // The lowest place where this leaf's subtree is a left one: later leaves need it there.
          left[height] = node;
          kept = true;
        }
        empty = Sha256.hash(Bytes.concatenate(empty, empty));
      }
      branch.add(Bytes32.rightPad(Misc.uint64Bytes(size)));
      return RootList.copyOf(branch);
    }
  }
}
