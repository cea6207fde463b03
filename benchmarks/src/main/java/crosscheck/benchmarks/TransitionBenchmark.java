package crosscheck.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The whole-run benchmark behind {@code benchmarks/RESULTS.md}: {@code [--data DIR] [--out FILE]
 * [--only PART]}. Exit 0 when everything was measured and right, 1 when something computed was
 * wrong, 2 when it cannot run (data absent, wrong arguments).
 */
public final class TransitionBenchmark {

  private TransitionBenchmark() {}

  public static void main(String... arguments) throws IOException {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) throws IOException {
    Path data;
    try {
      requireKnown(arguments);
      data = DataFolder.find(option("--data", arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks: " + e.getMessage());
      return 2;
    }
    Machine machine = Machine.now(DataFolder.repository());
    Optional<String> only = option("--only", arguments);
    List<Row> rows = new ArrayList<>();
    try {
      NativeCosts costs = NativeCosts.measure();
      for (Part part : Part.all(data, costs)) {
        if (only.map(part.name()::equals).orElse(true)) {
          System.err.println("measuring " + part.name() + " ...");
          for (Row row : part.measurement().rows()) {
            rows.add(row);
            System.err.print(row.line());
          }
        }
      }
      String page = new ResultsPage(machine, rows, costs, Cpu.load()).text();
      Optional<String> out = option("--out", arguments);
      if (out.isPresent()) {
        Files.writeString(Path.of(out.get()), page);
      } else {
        System.out.print(page);
      }
      return 0;
    } catch (Wrong e) {
      System.err.println("benchmarks: wrong: " + e.getMessage());
      return 1;
    }
  }

  private static void requireKnown(String... arguments) {
    List<String> known = List.of("--data", "--out", "--only");
    for (int i = 0; i < arguments.length; i += 2) {
      if (!known.contains(arguments[i]) || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            "usage: [--data DIR] [--out FILE] [--only PART], not "
                + String.join(" ", Arrays.asList(arguments)));
      }
    }
  }

  private static Optional<String> option(String name, String... arguments) {
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      if (arguments[i].equals(name)) {
        return Optional.of(arguments[i + 1]);
      }
    }
    return Optional.empty();
  }
}
