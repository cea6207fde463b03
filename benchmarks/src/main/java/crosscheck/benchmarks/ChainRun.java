package crosscheck.benchmarks;

import crosscheck.bls.Bls;
import crosscheck.bls.ConfirmedChecker;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One run over a whole chain, from a spec that remembers nothing. Only the state at the start is
 * warm, as if the run went on from blocks before: its root and its first committees are known.
 *
 * @param judged everything from the bytes of the blocks to their verdicts and the fork choice's
 *     head, by the meter, epoch boundaries included
 * @param boundaries as {@link TimedSpec} meters them
 * @param wallNanos by the wall clock
 * @param processNanos CPU of the process, garbage collection and compilers included
 * @param genesis where it started
 * @param states post-states in the order of the blocks
 */
record ChainRun(
    RecordedChain chain,
    long judged,
    List<TimedSpec.Boundary> boundaries,
    long wallNanos,
    long processNanos,
    State genesis,
    List<State> states) {

  /**
   * Runs, and checks that every block is valid and the last state root that of the reference.
   *
   * @param meter read on the calling thread
   * @param bls checks the signatures
   */
  static ChainRun of(RecordedChain chain, Bls bls, int threads, LongSupplier meter) {
    Spec plain = chain.newSpec();
    TimedSpec spec = new TimedSpec(plain, meter);
    State genesis = chain.decodeGenesis(spec);
    plain.hash(genesis);
    plain.proposerIndex(genesis);
    List<Judgement> judgements = new ArrayList<>(chain.blocks().size());
    ReplaySettings settings = ReplaySettings.defaults().withThreads(threads);
    try (Replay replay = new Replay(spec, genesis, settings, bls, new ConfirmedChecker(bls, bls))) {
      System.gc();
      long process = Cpu.process();
      long wall = System.nanoTime();
      long start = meter.getAsLong();
      replay.judgeAll(chain.blocks().iterator(), judgements::add);
      long judged = meter.getAsLong() - start;
      wall = System.nanoTime() - wall;
      process = Cpu.process() - process;
      check(chain, plain, judgements);
      List<State> states = judgements.stream().map(each -> each.post().orElseThrow()).toList();
      return new ChainRun(chain, judged, spec.boundaries(), wall, process, genesis, states);
    }
  }

  private static void check(RecordedChain chain, Spec spec, List<Judgement> judgements) {
    Wrong.unless(
        judgements.size() == chain.blocks().size(),
        () -> chain.name() + ": " + judgements.size() + " judgements");
    for (Judgement judgement : judgements) {
      Wrong.unless(
          judgement.verdict() == Verdict.VALID,
          () -> chain.name() + ": " + judgement.verdict() + " " + judgement.failure());
    }
    State last = judgements.get(judgements.size() - 1).post().orElseThrow();
    Wrong.unless(
        spec.hash(last).equals(chain.finalRoot()),
        () -> chain.name() + ": the last state root is " + spec.hash(last));
  }

  /** The figures alone: what many runs would keep in memory otherwise. */
  ChainRun withoutStates() {
    return new ChainRun(chain, judged, boundaries, wallNanos, processNanos, genesis, List.of());
  }

  /** By the meter, a block on average, epoch boundaries apart. */
  double eachBlock() {
    long apart = boundaries.stream().mapToLong(TimedSpec.Boundary::cost).sum();
    return (judged - apart) / (double) chain.blocks().size();
  }

  /**
   * By the meter, an epoch boundary on average. Only boundaries where every step has its full work
   * count: in the first two epochs there is no justification yet, and in the first no rewards.
   */
  double eachFullBoundary() {
    return boundaries.stream()
        .filter(boundary -> boundary.epoch() >= 3)
        .mapToLong(TimedSpec.Boundary::cost)
        .average()
        .orElseThrow(() -> new IllegalStateException(chain.name() + " has no full boundary"));
  }

  double blocksPerSecond() {
    return chain.blocks().size() * 1e9 / wallNanos;
  }

  /** CPU of the process, nanoseconds a block on average, epoch boundaries included. */
  double processEachBlock() {
    return processNanos / (double) chain.blocks().size();
  }
}
