package crosscheck.spec.v08;

import crosscheck.bls.SignatureChecker;
import crosscheck.spec.Check;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.ImplicitCheck;
import crosscheck.spec.Spec;
import crosscheck.ssz.Bitlist;
import crosscheck.ssz.SszList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Checks that no block of the reference chains fails, most because no block can reach them, each
 * with a call that trips it by hand.
 */
public final class Trips {

  private static final SignatureChecker ANY_SIGNATURE = set -> true;
  private static final long GENESIS_TIME = 1_567_777_777;

  private final Phase0 spec;
  private final BeaconState genesis;
  private final Bytes32 genesisRoot;
  private final Map<Check, Runnable> calls = new LinkedHashMap<>();

  private Trips(Phase0 spec) {
    this.spec = spec;
    this.genesis = spec.mockedGenesis(16, GENESIS_TIME);
    this.genesisRoot = spec.root(spec.genesisBlock(genesis));
    helpers();
    forkChoice();
    implicit();
  }

  /** The calls, by the check each must fail. */
  public static Map<Check, Runnable> of(Spec spec) {
    return new Trips((Phase0) spec).calls;
  }

  private void helpers() {
    calls.put(
        Checks.SHUFFLED_INDEX_IN_RANGE, () -> spec.misc().computeShuffledIndex(5, 5, Bytes32.ZERO));
    calls.put(Checks.BLOCK_ROOT_SLOT_RECENT, () -> spec.accessors().getBlockRootAtSlot(genesis, 0));
    calls.put(Checks.START_SHARD_EPOCH, () -> spec.accessors().getStartShard(genesis, 2));
    calls.put(
        Checks.SOURCE_ATTESTATIONS_EPOCH,
        () -> new EpochVotes(genesis, spec.accessors()).getMatchingSourceAttestations(1));
    calls.put(
        Checks.BLOCK_SLOT,
        () -> spec.blocks().processBlockHeader(genesis.copy(), block(1), ANY_SIGNATURE));
    calls.put(
        Checks.ASSIGNMENT_EPOCH, () -> spec.validatorGuide().getCommitteeAssignment(genesis, 2, 0));
  }

  private void forkChoice() {
    calls.put(Checks.PARENT_KNOWN, () -> store(0).checkBlock(childOf(Bytes32.ZERO, 1)));
    calls.put(Checks.SLOT_HAS_COME, () -> store(5).checkBlock(childOf(genesisRoot, 1)));
    calls.put(Checks.VOTE_TARGET_KNOWN, () -> vote(store(0), new Checkpoint(0, Bytes32.ZERO)));
    calls.put(
        Checks.VOTE_TARGET_EPOCH_HAS_COME, () -> vote(store(0), new Checkpoint(1, genesisRoot)));
    calls.put(Checks.VOTE_SLOT_HAS_PASSED, this::voteBeforeItsSlot);
    calls.put(Checks.VOTE_VALID, () -> vote(store(6), new Checkpoint(0, genesisRoot), 1));
  }

  private void implicit() {
    calls.put(ImplicitCheck.LIST_FULL, this::voteForEth1DataTooOften);
    calls.put(ImplicitCheck.DIVISION_BY_ZERO, this::proposerWithoutValidators);
  }

  /** The assert forgets the genesis time, so only a chain that began near 1970 can fail it. */
  private void voteBeforeItsSlot() {
    BeaconState early = genesis.copy();
    early.genesisTime = 0;
    LmdGhost store = spec.forkChoice(early, (root, slot) -> spec.advance(early, slot));
    Bytes32 root = spec.root(spec.genesisBlock(early));
    vote(store, new Checkpoint(0, root));
  }

  private void voteForEth1DataTooOften() {
    BeaconState state = genesis.copy();
    for (int i = 0; i <= spec.config().uint64("SLOTS_PER_ETH1_VOTING_PERIOD"); i++) {
      spec.blocks().processEth1Data(state, block(0).body());
    }
  }

  private void proposerWithoutValidators() {
    BeaconState state = genesis.copy();
    state.validators = SszList.of();
    spec.accessors().getBeaconProposerIndex(state);
  }

  /** A store whose clock stands so many seconds after the genesis. */
  private LmdGhost store(long seconds) {
    LmdGhost store = spec.forkChoice(genesis, (root, slot) -> spec.advance(genesis, slot));
    store.onTick(GENESIS_TIME + seconds);
    return store;
  }

  private void vote(LmdGhost store, Checkpoint target, int... custodyBits) {
    AttestationData none = spec.ssz().defaultValue(AttestationData.class);
    AttestationData data =
        new AttestationData(genesisRoot, none.source(), target, none.crosslink());
    int size = spec.accessors().getCrosslinkCommittee(genesis, 0, 0).size();
    Bitlist bits = Bitlist.of(new boolean[size]);
    for (int bit : custodyBits) {
      bits = bits.with(bit, true);
    }
    Bytes signature = Bytes.wrap(new byte[96]);
    store.onAttestation(new Attestation(bits, data, bits, signature), genesis, ANY_SIGNATURE);
  }

  private BeaconBlock block(long slot) {
    return childOf(genesisRoot, slot);
  }

  private BeaconBlock childOf(Bytes32 parent, long slot) {
    BeaconBlock empty = spec.ssz().defaultValue(BeaconBlock.class);
    return new BeaconBlock(slot, parent, empty.stateRoot(), empty.body(), empty.signature());
  }
}
