package crosscheck.benchmarks;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Repeated measurements of one thing, sorted.
 *
 * @param values in any one unit
 */
record Sample(double[] values) {

  Sample {
    Arrays.sort(values);
  }

  /** Something to measure: prepared anew each time, outside of what is measured. */
  interface Trial<P, R> {
    R run(P prepared);
  }

  /**
   * CPU time of the calling thread, milliseconds each, after half as many rounds to warm up.
   *
   * @param check of each result; throws when it is wrong
   */
  static <P, R> Sample millis(
      int rounds, Supplier<P> prepare, Trial<P, R> trial, Consumer<R> check) {
    int warmUp = (rounds + 1) / 2;
    double[] values = new double[rounds];
    for (int round = -warmUp; round < rounds; round++) {
      P prepared = prepare.get();
      long start = Cpu.thread();
      R result = trial.run(prepared);
      long end = Cpu.thread();
      check.accept(result);
      if (round >= 0) {
        values[round] = (end - start) / 1e6;
      }
    }
    return new Sample(values);
  }

  double median() {
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  double least() {
    return values[0];
  }

  double largest() {
    return values[values.length - 1];
  }
}
