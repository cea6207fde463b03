package crosscheck.cli;

import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** The option that names an SSZ container, and the reading of such an object. */
final class SszObject {

  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      description = "The container's name in the spec: BeaconBlock, BeaconState, Attestation, ...")
  private String type;

  /** Class of the container, whatever the case of the letters. */
  Class<?> container(Spec spec) {
    for (Map.Entry<String, Class<?>> entry : spec.containers().entrySet()) {
      if (entry.getKey().toLowerCase(Locale.ROOT).equals(type.toLowerCase(Locale.ROOT))) {
        return entry.getValue();
      }
    }
    throw new UsageException(
        "--type: there is no container \"%s\"; there are %s"
            .formatted(type, String.join(", ", new TreeSet<>(spec.containers().keySet()))));
  }

  /** Decodes a file strictly. */
  Object read(Spec spec, Path file) {
    Class<?> container = container(spec);
    try {
      return spec.ssz().decode(container, InputFile.bytes(file));
    } catch (SszException e) {
      throw new UsageException(
          "%s is not the SSZ of a %s under configuration %s: %s"
              .formatted(file, container.getSimpleName(), spec.config().name(), e.getMessage()),
          e);
    }
  }
}
