package crosscheck.spec.v08;

import crosscheck.bls.Bls;
import crosscheck.bls.ConfirmedChecker;
import crosscheck.bls.SignatureChecker;
import crosscheck.spec.Block;
import crosscheck.spec.ChainStates;
import crosscheck.spec.Check;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Config;
import crosscheck.spec.Duties;
import crosscheck.spec.Evidence;
import crosscheck.spec.ForkChoice;
import crosscheck.spec.ForkChoiceStore;
import crosscheck.spec.ImplicitCheck;
import crosscheck.spec.KnownBlock;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Phase 0 as of v0.8: wires the chapters and is their only way out. v0.8.2, v0.8.3 and v0.8.4 have
 * the same beacon chain, fork choice and signatures to the letter, so the version is a name here.
 */
public final class Phase0 implements Spec {

  private static final Map<String, Class<?>> CONTAINERS = containersByName();

  private final String version;
  private final Config config;
  private final Ssz ssz;
  private final Constants constants;
  private final Misc misc;
  private final Accessors accessors;
  private final EpochProcessing epochs;
  private final BlockProcessing blocks;
  private final Slots slots;
  private final EpochDuties duties;
  private final Genesis genesis;

  /**
   * @param version the tag of the spec, e.g. {@code v0.8.3}
   * @throws IllegalArgumentException when the configuration lacks a constant or has an impossible
   *     one
   */
  public Phase0(String version, Config config) {
    this(version, config, new Chapters());
  }

  /** With chapters of another make: for a client that gets a function of the spec wrong. */
  Phase0(String version, Config config, Chapters chapters) {
    this.version = version;
    this.config = config;
    this.constants = chapters.constants(config);
    this.ssz = new Ssz(constants.forSsz());
    this.misc = chapters.misc(constants);
    this.accessors = chapters.accessors(constants, misc, ssz);
    Mutators mutators = chapters.mutators(constants, misc, accessors);
    this.epochs = chapters.epochs(constants, misc, accessors, mutators, ssz);
    this.blocks = chapters.blocks(constants, misc, accessors, mutators, ssz);
    this.slots = chapters.slots(constants, epochs, ssz);
    this.duties = new EpochDuties(constants, misc, accessors);
    this.genesis = new Genesis(constants, accessors, blocks, epochs, ssz);
  }

  private static Map<String, Class<?>> containersByName() {
    Map<String, Class<?>> byName = new LinkedHashMap<>();
    for (Class<?> container :
        List.of(
            Fork.class,
            Checkpoint.class,
            Validator.class,
            Crosslink.class,
            AttestationData.class,
            AttestationDataAndCustodyBit.class,
            IndexedAttestation.class,
            PendingAttestation.class,
            Eth1Data.class,
            HistoricalBatch.class,
            DepositData.class,
            CompactCommittee.class,
            BeaconBlockHeader.class,
            ProposerSlashing.class,
            AttesterSlashing.class,
            Attestation.class,
            Deposit.class,
            VoluntaryExit.class,
            Transfer.class,
            BeaconBlockBody.class,
            BeaconBlock.class,
            BeaconState.class)) {
      byName.put(container.getSimpleName(), container);
    }
    return Collections.unmodifiableMap(byName);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  public Ssz ssz() {
    return ssz;
  }

  @Override
  public Map<String, Class<?>> containers() {
    return CONTAINERS;
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>(List.of(Checks.values()));
    checks.addAll(List.of(ImplicitCheck.values()));
    return checks;
  }

  /** What an honest validator does: for those that make blocks and not only judge them. */
  public ValidatorGuide validatorGuide() {
    return new ValidatorGuide(constants, misc, accessors, blocks, ssz, Bls.preferred());
  }

  /** The chapters, for tests of single functions. */
  Misc misc() {
    return misc;
  }

  Accessors accessors() {
    return accessors;
  }

  EpochProcessing epochs() {
    return epochs;
  }

  BlockProcessing blocks() {
    return blocks;
  }

  Slots slots() {
    return slots;
  }

  @Override
  public BeaconBlock decodeBlock(Bytes bytes) throws SszException {
    return ssz.decode(BeaconBlock.class, bytes);
  }

  @Override
  public BeaconState decodeState(Bytes bytes) throws SszException {
    return ssz.decode(BeaconState.class, bytes);
  }

  @Override
  public BeaconBlock genesisBlock(State state) {
    BeaconBlock empty = ssz.defaultValue(BeaconBlock.class);
    return new BeaconBlock(
        empty.slot(), empty.parentRoot(), hash(state), empty.body(), empty.signature());
  }

  @Override
  public Bytes32 root(Block block) {
    return ssz.signingRoot(block);
  }

  @Override
  public Bytes32 hash(Block block) {
    return ssz.hashTreeRoot(block);
  }

  @Override
  public Bytes32 hash(State state) {
    return ssz.hashTreeRoot(state);
  }

  /** {@code state_transition} with {@code validate_state_root}. */
  @Override
  public BeaconState transition(State pre, Block block, SignatureChecker signatures) {
    BeaconState state = execute(pre, block, signatures);
    Bytes32 claimed = block.stateRoot();
    Bytes32 stateRoot = ssz.hashTreeRoot(state);
    Checks.STATE_ROOT.require(
        claimed.equals(stateRoot), stateRoot::toHexString, claimed::toHexString);
    return state;
  }

  /** {@code state_transition} without {@code validate_state_root}. */
  @Override
  public BeaconState execute(State pre, Block block, SignatureChecker signatures) {
    BeaconBlock beaconBlock = (BeaconBlock) block;
    BeaconState state = ((BeaconState) pre).copy();
    slots.processSlots(state, beaconBlock.slot());
    blocks.processBlock(state, beaconBlock, signatures);
    return state;
  }

  @Override
  public BeaconState advance(State state, long slot) {
    BeaconState advanced = ((BeaconState) state).copy();
    slots.processSlots(advanced, slot);
    return advanced;
  }

  @Override
  public long proposerIndex(State state) {
    return accessors.getBeaconProposerIndex((BeaconState) state);
  }

  @Override
  public Duties duties() {
    return duties;
  }

  @Override
  public LmdGhost forkChoice(State genesisState, ChainStates states) {
    return new LmdGhost(
        constants,
        misc,
        accessors,
        ssz,
        version,
        root(genesisBlock(genesisState)),
        genesisState,
        states);
  }

  @Override
  public ForkChoice forkChoice(
      State genesisState, List<KnownBlock> blocks, ForkChoiceStore store, ChainStates states) {
    LmdGhost resumed = forkChoice(genesisState, states);
    resumed.resume(blocks, store);
    return resumed;
  }

  @Override
  public Evidence evidence() {
    return new SlashingEvidence(constants, misc, accessors, blocks, ssz, version);
  }

  @Override
  public BeaconState mockedGenesis(int validators, long genesisTime) {
    return genesis.mockedStart(validators, genesisTime, Bls.preferred());
  }

  @Override
  public BeaconState genesisFromDeposits(
      Bytes32 eth1BlockHash, long eth1Timestamp, List<?> deposits) {
    return genesis.initializeBeaconStateFromEth1(
        eth1BlockHash,
        eth1Timestamp,
        deposits.stream().map(Deposit.class::cast).toList(),
        ConfirmedChecker.preferred());
  }

  @Override
  public boolean validGenesis(State state) {
    return genesis.isValidGenesisState((BeaconState) state);
  }
}
