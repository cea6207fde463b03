package crosscheck.benchmarks;

import crosscheck.bls.Bls;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Validator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.tuweni.bytes.Bytes48;

/** Judging whole chains: milliseconds of CPU a block and an epoch boundary, and blocks a second. */
final class Blocks {

  private static final double MILLI = 1e6;
  private static final String FLOOR_WITH = "native BLS operations + SHA-256, counted in this run";
  private static final String FLOOR_WITHOUT = "SHA-256, counted in this run";

  private final RecordedChain chain;
  private final int rounds;
  private final List<Bytes48> keys;
  private final double sha256PerBlock;
  private final double sha256PerBoundary;
  private final double signaturesPerBlock;

  private Blocks(RecordedChain chain, NativeCosts costs, int rounds) {
    this.chain = chain;
    this.rounds = rounds;
    this.keys = keys(chain);
    SignatureWork work = new SignatureWork(new TrustingBls());
    List<ChainRun> counted = new ArrayList<>();
    CountedSha256.during(
        () -> counted.add(ChainRun.of(chain, work, 1, CountedSha256::compressions)));
    ChainRun run = counted.get(0);
    this.sha256PerBlock = costs.sha256(run.eachBlock()) / MILLI;
    this.sha256PerBoundary = costs.sha256(run.eachFullBoundary()) / MILLI;
    this.signaturesPerBlock = costs.of(work) / chain.blocks().size() / MILLI;
  }

  private static List<Bytes48> keys(RecordedChain chain) {
    BeaconState genesis = (BeaconState) chain.decodeGenesis(chain.newSpec());
    return genesis.validators().stream().map(Validator::pubkey).toList();
  }

  static List<Row> finality16(Path data, NativeCosts costs) {
    Blocks blocks = new Blocks(RecordedChain.finality16(data), costs, 31);
    List<ChainRun> with = blocks.withSignatures(1);
    List<ChainRun> without = blocks.withoutSignatures();
    List<ChainRun> parallel = blocks.withSignatures(2);
    return List.of(
        blocks.withRow(with).goal(3).go(80).java(250),
        blocks.processRow(with),
        blocks.withoutRow(without).go(0.8),
        blocks.rateRow("finality-16, two threads", Sample::median, parallel, 400),
        blocks.rateRow("… the best of its rounds", Sample::largest, parallel, 400));
  }

  static List<Row> bench16k(Path data, NativeCosts costs) {
    Blocks blocks = new Blocks(RecordedChain.bench16k(data), costs, 5);
    List<ChainRun> with = blocks.withSignatures(1);
    List<ChainRun> without = blocks.withoutSignatures();
    return List.of(
        blocks.withRow(with).goal(5).go(620).java(2_500),
        blocks.processRow(with),
        blocks.withoutRow(without).go(190),
        blocks.boundaryRow(without).goal(15).go(131).java(146_000));
  }

  static List<Row> bench100k(Path data, NativeCosts costs) {
    Blocks blocks = new Blocks(RecordedChain.bench100k(data), costs, 3);
    List<ChainRun> with = blocks.withSignatures(1);
    List<ChainRun> without = blocks.withoutSignatures();
    return List.of(
        blocks.withRow(with).goal(16).go(3_060),
        blocks.processRow(with),
        blocks.withoutRow(without).go(640),
        blocks.boundaryRow(without).goal(80).go(1_170));
  }

  /** Public keys are known, as they are after the first epoch; no message was seen before. */
  private List<ChainRun> withSignatures(int threads) {
    return measured(() -> Claims.knowing(keys), threads);
  }

  private List<ChainRun> withoutSignatures() {
    return measured(TrustingBls::new, 1);
  }

  private List<ChainRun> measured(Supplier<Bls> bls, int threads) {
    List<ChainRun> runs = new ArrayList<>();
    int warmUp = (rounds + 1) / 2;
    for (int round = -warmUp; round < rounds; round++) {
      ChainRun run = ChainRun.of(chain, bls.get(), threads, Cpu::thread);
      if (round >= 0) {
        runs.add(run.withoutStates());
      }
    }
    return runs;
  }

  private static Sample sample(List<ChainRun> runs, ToDoubleFunction<ChainRun> quantity) {
    return new Sample(runs.stream().mapToDouble(quantity).toArray());
  }

  private Row withRow(List<ChainRun> runs) {
    double measured = sample(runs, ChainRun::eachBlock).median() / MILLI;
    return Row.of(chain.name() + ", a block, all signatures, state root", "ms", measured)
        .limit(signaturesPerBlock + sha256PerBlock, FLOOR_WITH);
  }

  private Row processRow(List<ChainRun> runs) {
    double measured = sample(runs, ChainRun::processEachBlock).median() / MILLI;
    return Row.of("… whole process (collector, compilers), boundaries included", "ms", measured);
  }

  private Row withoutRow(List<ChainRun> runs) {
    double measured = sample(runs, ChainRun::eachBlock).median() / MILLI;
    return Row.of(chain.name() + ", a block, without signatures", "ms", measured)
        .limit(sha256PerBlock, FLOOR_WITHOUT);
  }

  private Row boundaryRow(List<ChainRun> runs) {
    double measured = sample(runs, ChainRun::eachFullBoundary).median() / MILLI;
    return Row.of(chain.name() + ", an epoch boundary, full participation", "ms", measured)
        .limit(sha256PerBoundary, FLOOR_WITHOUT);
  }

  private Row rateRow(
      String quantity, ToDoubleFunction<Sample> choice, List<ChainRun> runs, double goal) {
    double measured = choice.applyAsDouble(sample(runs, ChainRun::blocksPerSecond));
    double onTwoCores = 2 * 1_000 / (signaturesPerBlock + sha256PerBlock);
    return Row.of(quantity, "blocks/s", measured)
        .goal(goal)
        .limit(onTwoCores, "two cores busy with the floor of the first line");
  }
}
