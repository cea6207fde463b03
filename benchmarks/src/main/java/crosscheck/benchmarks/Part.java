package crosscheck.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * A part of the whole-run benchmark.
 *
 * @param name for {@code --only}
 */
record Part(String name, Measurement measurement) {

  /** Something that takes a while. */
  interface Measurement {
    List<Row> rows();
  }

  /** In the order of the table. */
  static List<Part> all(Path data, NativeCosts costs) {
    return List.of(
        new Part("finality-16", () -> Blocks.finality16(data, costs)),
        new Part("bench-16k", () -> Blocks.bench16k(data, costs)),
        new Part("bench-100k", () -> Blocks.bench100k(data, costs)),
        new Part("genesis-16k", () -> Genesis.rows(RecordedChain.bench16k(data), 11, 89)),
        new Part("genesis-100k", () -> Genesis.rows(RecordedChain.bench100k(data), 37, 277)),
        new Part("memory-16k", () -> Memory.rows(RecordedChain.bench16k(data))),
        new Part("memory-100k", () -> Memory.rows(RecordedChain.bench100k(data))),
        new Part("signatures", () -> Signatures.rows(costs)),
        new Part("start", () -> Start.rows(data)));
  }
}
