package crosscheck.cli;

import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that choose a spec version and its configuration. */
final class SpecChoice {

  static final String DEFAULT_CONFIG = "minimal";

  @Option(
      names = "--config",
      paramLabel = "NAME|FILE",
      description =
          "Configuration: minimal, mainnet, or a YAML file with the spec's names (default:"
              + " minimal).")
  private Optional<String> config = Optional.empty();

  @Option(
      names = "--spec",
      paramLabel = "VERSION",
      description = "Version of the spec: v0.8.2, v0.8.3 or v0.8.4 (default: v0.8.3).")
  private Optional<String> version = Optional.empty();

  /** Whether {@code --config} stands on the command line. */
  boolean configGiven() {
    return config.isPresent();
  }

  /** The chosen spec. */
  Spec open() {
    return open(config.orElse(DEFAULT_CONFIG), Specs.DEFAULT_VERSION);
  }

  /** The chosen spec, or else that of the settings file. */
  Spec openOver(RunSettings file) {
    return open(
        config.or(file::config).orElse(DEFAULT_CONFIG), file.spec().orElse(Specs.DEFAULT_VERSION));
  }

  /** The chosen version, or else that of a stored run, under the run's configuration. */
  Spec over(Spec stored) {
    if (version.isEmpty()) {
      return stored;
    }
    requireVersion(version.get());
    return Specs.of(version.get(), stored.config());
  }

  private static void requireVersion(String tag) {
    if (!Specs.versions().contains(tag)) {
      throw new UsageException(
          "--spec: there is no version \"%s\"; there are %s"
              .formatted(tag, String.join(", ", Specs.versions())));
    }
  }

  /** Whether a spec stands on the command line at all. */
  boolean given() {
    return config.isPresent() || version.isPresent();
  }

  /**
   * The chosen version, or else a given one, under a given configuration.
   *
   * @param nameOrFile preset, or path of a YAML file
   */
  Spec open(String nameOrFile, String defaultVersion) {
    String tag = version.orElse(defaultVersion);
    requireVersion(tag);
    try {
      return Specs.of(tag, read(nameOrFile));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static Config read(String nameOrFile) {
    switch (nameOrFile) {
      case "minimal":
        return Config.minimal();
      case "mainnet":
        return Config.mainnet();
      default:
        Path file = Path.of(nameOrFile);
        if (!Files.exists(file)) {
          throw new UsageException(
              "--config: \"%s\" is neither a preset (minimal, mainnet) nor a file"
                  .formatted(nameOrFile));
        }
        return Config.parse(nameOrFile, InputFile.text(file));
    }
  }

  /** Reads the SSZ of a state; a file that is none is a wrong argument, not a verdict. */
  static State state(Spec spec, String option, Path file) {
    try {
      return spec.decodeState(InputFile.bytes(file));
    } catch (SszException e) {
      throw new UsageException(
          "%s: %s is not the SSZ of a BeaconState under configuration %s: %s"
              .formatted(option, file, spec.config().name(), e.getMessage()),
          e);
    }
  }
}
