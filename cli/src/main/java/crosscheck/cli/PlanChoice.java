package crosscheck.cli;

import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import crosscheck.testnet.NetworkPlan;
import crosscheck.testnet.PlanChanges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads plans of networks: a file of its own, or a scenario's. */
final class PlanChoice {

  private PlanChoice() {}

  /**
   * Reads the plan in a file: one of its own, or the {@code network} of a scenario.
   *
   * @param option that named it, for messages
   */
  static NetworkPlan file(String option, Path file, PlanChanges changes) {
    if (!Files.exists(file)) {
      throw new UsageException(option + ": there is no file " + file);
    }
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
    PlanChanges inFolder =
        new PlanChanges(folder, changes.secondsPerSlot(), changes.seed(), changes.slots());
    return read(file.toString(), InputFile.text(file), inFolder);
  }

  private static NetworkPlan read(String file, String yaml, PlanChanges changes) {
    try {
      Section section = Value.parse(file, yaml).section();
      Optional<Section> ofScenario = section.optional("network").map(Value::section);
      return NetworkPlan.of(ofScenario.orElse(section), changes);
    } catch (SettingsException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /** A slot time given as an option. */
  static OptionalLong secondsPerSlot(Optional<String> given) {
    if (given.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!given.get().matches("[1-9][0-9]{0,4}") || Integer.parseInt(given.get()) > 86_400) {
      throw new UsageException(
          "--seconds-per-slot: expected a whole number from 1 to 86400, got \"%s\""
              .formatted(given.get()));
    }
    return OptionalLong.of(Long.parseLong(given.get()));
  }
}
