package crosscheck.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the recorded chains are: {@code --data}, else the folder that {@code CROSSCHECK_DATA}
 * names, else {@code shared} next to the repository.
 */
final class DataFolder {

  private static final List<String> NEEDED =
      List.of("chains/finality-16", "bench/bench-16k", "bench/bench-100k");

  private DataFolder() {}

  /**
   * @param given on the command line
   * @throws IllegalArgumentException naming what is missing, and how to provide it
   */
  static Path find(Optional<String> given) {
    Path folder =
        given
            .or(() -> Optional.ofNullable(System.getenv("CROSSCHECK_DATA")))
            .filter(name -> !name.isBlank())
            .map(Path::of)
            .orElseGet(() -> repository().resolveSibling("shared"))
            .toAbsolutePath()
            .normalize();
    for (String chain : NEEDED) {
      if (!Files.isRegularFile(folder.resolve(chain).resolve("genesis.ssz"))) {
        throw new IllegalArgumentException(
            "the recorded chain %s is not in %s: nothing was measured. Put the data there, or name its folder with --data DIR or CROSSCHECK_DATA"
                .formatted(chain, folder));
      }
    }
    return folder;
  }

  /** The nearest folder upwards from the working directory that holds {@code .git}. */
  static Path repository() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return at;
      }
    }
    throw new IllegalArgumentException("no repository above " + Path.of("").toAbsolutePath());
  }
}
