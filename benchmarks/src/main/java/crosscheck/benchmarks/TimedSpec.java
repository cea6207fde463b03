package crosscheck.benchmarks;

import crosscheck.bls.SignatureChecker;
import crosscheck.spec.Block;
import crosscheck.spec.ChainStates;
import crosscheck.spec.Check;
import crosscheck.spec.Config;
import crosscheck.spec.Duties;
import crosscheck.spec.Evidence;
import crosscheck.spec.ForkChoice;
import crosscheck.spec.ForkChoiceStore;
import crosscheck.spec.KnownBlock;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A spec whose epoch boundaries are metered: the step over the boundary and the hash tree root of
 * the state behind it. Everything else passes through.
 */
final class TimedSpec implements Spec {

  private final Spec spec;
  private final LongSupplier meter;
  private final long slotsPerEpoch;
  private final List<Boundary> boundaries = new ArrayList<>();

  /**
   * A step from the last slot of an epoch to the first of the next.
   *
   * @param epoch the one that begins
   * @param cost by the meter
   */
  record Boundary(long epoch, long cost) {}

  /**
   * @param meter grows with the work done
   */
  TimedSpec(Spec spec, LongSupplier meter) {
    this.spec = spec;
    this.meter = meter;
    this.slotsPerEpoch = spec.config().uint64("SLOTS_PER_EPOCH");
  }

  /** In the order they were met. */
  List<Boundary> boundaries() {
    return boundaries;
  }

  @Override
  public State advance(State state, long slot) {
    long epoch = slot / slotsPerEpoch;
    if (state.slot() / slotsPerEpoch == epoch) {
      return spec.advance(state, slot);
    }
    long start = meter.getAsLong();
    State after = spec.advance(state, slot);
    spec.hash(after);
    boundaries.add(new Boundary(epoch, meter.getAsLong() - start));
    return after;
  }

  @Override
  public String version() {
    return spec.version();
  }

  @Override
  public Config config() {
    return spec.config();
  }

  @Override
  public Ssz ssz() {
    return spec.ssz();
  }

  @Override
  public Map<String, Class<?>> containers() {
    return spec.containers();
  }

  @Override
  public List<Check> checks() {
    return spec.checks();
  }

  @Override
  public Block decodeBlock(Bytes ssz) throws SszException {
    return spec.decodeBlock(ssz);
  }

  @Override
  public State decodeState(Bytes ssz) throws SszException {
    return spec.decodeState(ssz);
  }

  @Override
  public Block genesisBlock(State genesis) {
    return spec.genesisBlock(genesis);
  }

  @Override
  public Bytes32 root(Block block) {
    return spec.root(block);
  }

  @Override
  public Bytes32 hash(Block block) {
    return spec.hash(block);
  }

  @Override
  public Bytes32 hash(State state) {
    return spec.hash(state);
  }

  @Override
  public State transition(State pre, Block block, SignatureChecker signatures) {
    return spec.transition(pre, block, signatures);
  }

  @Override
  public State execute(State pre, Block block, SignatureChecker signatures) {
    return spec.execute(pre, block, signatures);
  }

  @Override
  public long proposerIndex(State state) {
    return spec.proposerIndex(state);
  }

  @Override
  public Duties duties() {
    return spec.duties();
  }

  @Override
  public ForkChoice forkChoice(State genesis, ChainStates states) {
    return spec.forkChoice(genesis, states);
  }

  @Override
  public ForkChoice forkChoice(
      State genesis, List<KnownBlock> blocks, ForkChoiceStore store, ChainStates states) {
    return spec.forkChoice(genesis, blocks, store, states);
  }

  @Override
  public Evidence evidence() {
    return spec.evidence();
  }

  @Override
  public State mockedGenesis(int validators, long genesisTime) {
    return spec.mockedGenesis(validators, genesisTime);
  }

  @Override
  public State genesisFromDeposits(Bytes32 eth1BlockHash, long eth1Timestamp, List<?> deposits) {
    return spec.genesisFromDeposits(eth1BlockHash, eth1Timestamp, deposits);
  }

  @Override
  public boolean validGenesis(State state) {
    return spec.validGenesis(state);
  }
}
