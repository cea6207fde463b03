package crosscheck.benchmarks;

import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** The hot pieces on a state of 100,000 validators. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms2g", "-Xmx4g", "-XX:+UseParallelGC"})
public class StateBenchmark {

  /** A state of which no root is known. */
  @org.openjdk.jmh.annotations.State(Scope.Thread)
  public static class Unhashed {
    State state;

    @Setup(Level.Invocation)
    public void decode(LargeState large) {
      state = large.chain.decodeGenesis(large.spec);
    }
  }

  /** A spec that remembers nothing. */
  @org.openjdk.jmh.annotations.State(Scope.Thread)
  public static class Forgetful {
    Spec spec;

    @Setup(Level.Invocation)
    public void make(LargeState large) {
      spec = large.chain.newSpec();
    }
  }

  @Benchmark
  public State decode(LargeState large) {
    return large.chain.decodeGenesis(large.spec);
  }

  @Benchmark
  public Bytes32 hashTreeRootFromScratch(LargeState large, Unhashed unhashed) {
    return large.spec.hash(unhashed.state);
  }

  /** The registry by columns, the active set, and 90 rounds over 100,000 indices. */
  @Benchmark
  public long shuffleAndPropose(LargeState large, Forgetful forgetful) {
    return forgetful.spec.proposerIndex(large.genesis);
  }

  /** An epoch boundary with full participation; committees are known, as in a branch of a fork. */
  @Benchmark
  public Bytes32 epochWithKnownCommittees(LargeState large) {
    return boundary(large, large.spec);
  }

  /** The same with a spec that remembers nothing: three shufflings, every public key's root. */
  @Benchmark
  public Bytes32 epochFromNothing(LargeState large, Forgetful forgetful) {
    return boundary(large, forgetful.spec);
  }

  private static Bytes32 boundary(LargeState large, Spec spec) {
    State after = spec.advance(large.beforeBoundary, large.beforeBoundary.slot() + 1);
    return spec.hash(after);
  }
}
