package crosscheck.spec.v08;

import crosscheck.spec.Checkpoint;
import crosscheck.spec.State;
import crosscheck.ssz.Bitvector;
import crosscheck.ssz.Length;
import crosscheck.ssz.Limit;
import crosscheck.ssz.RootList;
import crosscheck.ssz.SszList;
import crosscheck.ssz.Uint64List;

/**
 * {@code BeaconState}. The fields, in the spec's order, are the SSZ schema. They change only inside
 * this package, and only on a copy that has not left it: seen from outside, a state is immutable.
 * The lists are persistent, so a copy costs a few hundred bytes.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#beaconstate">spec</a>
 */
public final class BeaconState implements State, Cloneable {

  long genesisTime;
  long slot;
  Fork fork;

  BeaconBlockHeader latestBlockHeader;

  @Length("SLOTS_PER_HISTORICAL_ROOT")
  RootList blockRoots;

  @Length("SLOTS_PER_HISTORICAL_ROOT")
  RootList stateRoots;

  @Limit("HISTORICAL_ROOTS_LIMIT")
  RootList historicalRoots;

  Eth1Data eth1Data;

  @Limit("SLOTS_PER_ETH1_VOTING_PERIOD")
  SszList<Eth1Data> eth1DataVotes;

  long eth1DepositIndex;

  @Limit("VALIDATOR_REGISTRY_LIMIT")
  SszList<Validator> validators;

  @Limit("VALIDATOR_REGISTRY_LIMIT")
  Uint64List balances;

  long startShard;

  @Length("EPOCHS_PER_HISTORICAL_VECTOR")
  RootList randaoMixes;

  @Length("EPOCHS_PER_HISTORICAL_VECTOR")
  RootList activeIndexRoots;

  @Length("EPOCHS_PER_HISTORICAL_VECTOR")
  RootList compactCommitteesRoots;

  @Length("EPOCHS_PER_SLASHINGS_VECTOR")
  Uint64List slashings;

  @Limit("MAX_ATTESTATIONS * SLOTS_PER_EPOCH")
  SszList<PendingAttestation> previousEpochAttestations;

  @Limit("MAX_ATTESTATIONS * SLOTS_PER_EPOCH")
  SszList<PendingAttestation> currentEpochAttestations;

  @Length("SHARD_COUNT")
  SszList<Crosslink> previousCrosslinks;

  @Length("SHARD_COUNT")
  SszList<Crosslink> currentCrosslinks;

  @Length("JUSTIFICATION_BITS_LENGTH")
  Bitvector justificationBits;

  Checkpoint previousJustifiedCheckpoint;
  Checkpoint currentJustifiedCheckpoint;
  Checkpoint finalizedCheckpoint;

  /** For the codec, which fills every field, and for {@link #copy}. */
  private BeaconState() {}

  /** A copy that can be changed without this one noticing. */
  BeaconState copy() {
    try {
      return (BeaconState) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public long genesisTime() {
    return genesisTime;
  }

  @Override
  public long slot() {
    return slot;
  }

  public Fork fork() {
    return fork;
  }

  public BeaconBlockHeader latestBlockHeader() {
    return latestBlockHeader;
  }

  public RootList blockRoots() {
    return blockRoots;
  }

  public RootList stateRoots() {
    return stateRoots;
  }

  public RootList historicalRoots() {
    return historicalRoots;
  }

  public Eth1Data eth1Data() {
    return eth1Data;
  }

  public SszList<Eth1Data> eth1DataVotes() {
    return eth1DataVotes;
  }

  /** Index of the next deposit to include. */
  public long eth1DepositIndex() {
    return eth1DepositIndex;
  }

  /** The registry. */
  @Override
  public SszList<Validator> validators() {
    return validators;
  }

  /** Gwei each; same length as the registry. */
  @Override
  public Uint64List balances() {
    return balances;
  }

  /** First shard of the current epoch. */
  public long startShard() {
    return startShard;
  }

  public RootList randaoMixes() {
    return randaoMixes;
  }

  public RootList activeIndexRoots() {
    return activeIndexRoots;
  }

  public RootList compactCommitteesRoots() {
    return compactCommitteesRoots;
  }

  /** Effective balances slashed per epoch, Gwei; ring of epochs. */
  public Uint64List slashings() {
    return slashings;
  }

  public SszList<PendingAttestation> previousEpochAttestations() {
    return previousEpochAttestations;
  }

  public SszList<PendingAttestation> currentEpochAttestations() {
    return currentEpochAttestations;
  }

  public SszList<Crosslink> previousCrosslinks() {
    return previousCrosslinks;
  }

  public SszList<Crosslink> currentCrosslinks() {
    return currentCrosslinks;
  }

  public Bitvector justificationBits() {
    return justificationBits;
  }

  @Override
  public Checkpoint previousJustifiedCheckpoint() {
    return previousJustifiedCheckpoint;
  }

  @Override
  public Checkpoint currentJustifiedCheckpoint() {
    return currentJustifiedCheckpoint;
  }

  @Override
  public Checkpoint finalizedCheckpoint() {
    return finalizedCheckpoint;
  }
}
