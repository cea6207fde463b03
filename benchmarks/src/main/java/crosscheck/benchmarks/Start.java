package crosscheck.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** The command line's start. */
final class Start {

  private static final int ROUNDS = 7;

  private Start() {}

  static List<Row> rows(Path data) {
    Sample seconds =
        ColdStart.seconds(DataFolder.repository(), data.resolve("chains/finality-16"), ROUNDS);
    return List.of(
        Row.of("./crosscheck verify of one block, start to answer (wall)", "s", seconds.median())
            .goal(2),
        Row.of("… the best of its rounds", "s", seconds.least()).goal(2));
  }
}
