package crosscheck.benchmarks;

import crosscheck.bls.Bls;
import crosscheck.bls.SignatureSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Signatures in batches: one batch an operation, keys known, messages never seen before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BatchVerifyBenchmark {

  @Param({"1", "3", "14", "64"})
  int size;

  private Claims claims;
  private List<SignatureSet> sets;
  private Bls bls;

  /** Signs. */
  @Setup(Level.Trial)
  public void sign() {
    claims = Claims.signed(size);
    sets = claims.sets();
  }

  /** Forgets the messages. */
  @Setup(Level.Invocation)
  public void forget() {
    bls = Claims.knowing(claims.keys());
  }

  @Benchmark
  public boolean verifyAll() {
    boolean right = bls.verifyAll(sets);
    Wrong.unless(right, () -> "a batch of " + size + " true claims was refused");
    return right;
  }
}
