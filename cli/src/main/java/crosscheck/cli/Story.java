package crosscheck.cli;

import crosscheck.indexer.alert.AlertSettings;
import crosscheck.indexer.exercise.Scenario;
import crosscheck.settings.Section;
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
import java.util.Optional;

/**
 * What a demo shows.
 *
 * @param exercise that is scored meanwhile
 * @param alerts what it is alerted of
 */
record Story(NetworkPlan plan, Optional<Scenario> exercise, AlertSettings alerts) {

  /** A network, and no more. */
  static Story of(NetworkPlan plan) {
    return new Story(plan, Optional.empty(), AlertSettings.DEFAULT);
  }

  /** The one that comes with the program. */
  static Story own(PlanChanges changes) {
    Story story =
        of(new Exercises.Written("demo", resource("scenario.yaml"), Path.of("")), changes);
    return new Story(
        story.plan(),
        story.exercise(),
        AlertSettings.read(Value.parse("alerts.yaml", resource("alerts.yaml"))));
  }

  private static String resource(String name) {
    try (InputStream in = Story.class.getResourceAsStream("demo/" + name)) {
      if (in == null) {
        throw new IllegalStateException("demo/" + name + " is missing in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Another one.
   *
   * @param nameOrFile an exercise that comes with the program, a scenario, or a plan
   * @throws UsageException naming the line of what cannot be used
   */
  static Story of(String nameOrFile, PlanChanges changes) {
    boolean shipped = Exercises.SHIPPED.contains(nameOrFile);
    if (!shipped && !Files.exists(Path.of(nameOrFile))) {
      throw new UsageException(
          "--scenario: \"%s\" is neither an exercise of the program (%s) nor a file"
              .formatted(nameOrFile, String.join(", ", Exercises.SHIPPED)));
    }
    if (shipped || isScenario(Path.of(nameOrFile))) {
      return of(Exercises.find(nameOrFile), changes);
    }
    return of(PlanChoice.file("--scenario", Path.of(nameOrFile), changes));
  }

  private static boolean isScenario(Path file) {
    try {
      Section section = Value.parse(file.toString(), InputFile.text(file)).section();
      return section.optional("network").isPresent();
    } catch (SettingsException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static Story of(Exercises.Written written, PlanChanges changes) {
    Scenario scenario = written.scenario();
    PlanChanges inFolder =
        PlanChanges.in(written.folder()).withSecondsPerSlot(changes.secondsPerSlot());
    return new Story(
        NetworkPlan.of(scenario.network().section(), inFolder),
        Optional.of(scenario),
        AlertSettings.DEFAULT);
  }
}
