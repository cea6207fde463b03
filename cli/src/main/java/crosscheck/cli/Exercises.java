package crosscheck.cli;

import crosscheck.indexer.exercise.Scenario;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import crosscheck.testnet.NetworkPlan;
import crosscheck.testnet.PlanChanges;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Scenarios: those that come with the program, and files. */
final class Exercises {

  /** Names of those of the interop lock-in of 2019, in order. */
  static final List<String> SHIPPED = List.of("1", "2", "3", "4", "5", "6", "6-bonus");

  private Exercises() {}

  /**
   * A scenario as it was written.
   *
   * @param folder where relative paths in it start from
   */
  record Written(String name, String text, Path folder) {

    /**
     * Reads it whole, the network too.
     *
     * @throws UsageException naming the line of what is wrong
     */
    Scenario scenario() {
      Scenario scenario = withoutNetwork();
      try {
        NetworkPlan.of(scenario.network().section(), PlanChanges.in(folder));
        return scenario;
      } catch (SettingsException e) {
        throw new UsageException(e.getMessage(), e);
      }
    }

    /**
     * Reads what is asked of whom; of the network the names of the nodes alone.
     *
     * @throws UsageException naming the line of what is wrong
     */
    Scenario withoutNetwork() {
      try {
        return Scenario.read(Value.parse(name, text));
      } catch (SettingsException e) {
        throw new UsageException(e.getMessage(), e);
      }
    }
  }

  /** A shipped one by its name, else a file. */
  static Written find(String nameOrFile) {
    if (SHIPPED.contains(nameOrFile)) {
      return new Written("exercise " + nameOrFile, shipped(nameOrFile), Path.of(""));
    }
    Path file = Path.of(nameOrFile);
    if (!Files.exists(file)) {
      throw new UsageException(
          "there is neither an exercise nor a file \"%s\"; there are the exercises %s"
              .formatted(nameOrFile, String.join(", ", SHIPPED)));
    }
    return new Written(
        nameOrFile,
        InputFile.text(file),
        Optional.ofNullable(file.getParent()).orElse(Path.of("")));
  }

  private static String shipped(String name) {
    try (InputStream in = Exercises.class.getResourceAsStream("exercises/" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("exercises/" + name + ".yaml is missing in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
