package crosscheck.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/**
 * The reference data (vectors, chains, interop keys): the folder that {@code CROSSCHECK_DATA}
 * names, else {@code shared} next to the repository. It is read in place and never copied.
 */
public final class Data {

  private static final String VARIABLE = "CROSSCHECK_DATA";
  private static final Set<String> ANNOUNCED = ConcurrentHashMap.newKeySet();

  private Data() {}

  /**
   * The data folder; empty where there is none.
   *
   * @throws IllegalStateException when {@code CROSSCHECK_DATA} names something that is no folder
   */
  public static Optional<Path> root() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      Path folder = Path.of(named).toAbsolutePath().normalize();
      if (!Files.isDirectory(folder)) {
        throw new IllegalStateException(VARIABLE + " names " + folder + ", which is no folder");
      }
      return Optional.of(folder);
    }
    return Optional.of(repository().resolveSibling("shared")).filter(Files::isDirectory);
  }

  /**
   * A file or folder of the data, e.g. {@code chains/finality-16}. Where it is absent the running
   * test is aborted (skipped), and standard error says so once for each path.
   *
   * @param relative path within the data folder, with {@code /}
   */
  public static Path require(String relative) {
    Optional<Path> found = root().map(root -> root.resolve(relative)).filter(Files::exists);
    if (found.isPresent()) {
      return found.get();
    }
    String message =
        "SKIPPED: this test reads the reference data "
            + relative
            + ", which is not in "
            + root().map(Path::toString).orElse(repository().resolveSibling("shared").toString())
            + ". Put the data there, or name its folder with "
            + VARIABLE
            + "=/path/to/data";
    if (ANNOUNCED.add(relative)) {
      System.err.println(message);
    }
    return Assumptions.abort(message);
  }

  /**
   * The root of the repository: the nearest folder upwards from the working directory that holds
   * {@code .git}, or else the outermost one that holds a {@code pom.xml}.
   */
  public static Path repository() {
    Path outermostPom = null;
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return at;
      }
      if (Files.exists(at.resolve("pom.xml"))) {
        outermostPom = at;
      }
    }
    if (outermostPom == null) {
      throw new IllegalStateException(
          "no repository above " + Path.of("").toAbsolutePath() + ": neither .git nor pom.xml");
    }
    return outermostPom;
  }
}
