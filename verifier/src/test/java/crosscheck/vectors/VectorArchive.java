package crosscheck.vectors;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A zip archive of vectors, read where it lies; every file in it has a known place. */
final class VectorArchive implements AutoCloseable {

  private static final String REMOVED = "REMOVED_SINCE_v0.8.3.txt";

  private final FileSystem zip;
  private final Map<String, Case> cases = new LinkedHashMap<>();
  private final Map<String, Path> configs = new TreeMap<>();
  private final Set<String> removed = new TreeSet<>();

  private VectorArchive(FileSystem zip) {
    this.zip = zip;
  }

  static VectorArchive open(Path file) throws IOException {
    VectorArchive archive = new VectorArchive(FileSystems.newFileSystem(file));
    try (Stream<Path> files = Files.walk(archive.zip.getPath("/"))) {
      for (Path path : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        archive.place(path);
      }
    }
    return archive;
  }

  /**
   * {@code /version/tests/config/phase0/runner/handler/suite/case/file}, or one of a few others.
   */
  private void place(Path path) throws IOException {
    int depth = path.getNameCount();
    String file = path.getFileName().toString();
    if (depth == 9) {
      cases
          .computeIfAbsent(
              path.subpath(1, 8).toString(),
              folder ->
                  new Case(
                      path.getName(2).toString(),
                      path.getName(4).toString(),
                      path.getName(5).toString(),
                      path.getName(6).toString(),
                      path.getName(7).toString()))
          .add(path);
    } else if (depth == 4 && file.equals("config.yaml")) {
      configs.put(path.getName(2).toString(), path);
    } else if (depth == 2 && file.equals(REMOVED)) {
      Files.readAllLines(path).stream()
          .filter(line -> !line.isBlank())
          .map(line -> line.substring(0, line.lastIndexOf('/')))
          .forEach(removed::add);
    } else if (depth != 2 || !file.equals("README.txt")) {
      throw new IOException("a file with no known place in the archive: " + path);
    }
  }

  /** Examples by their folder, {@code tests/config/phase0/runner/handler/suite/case}. */
  Map<String, Case> cases() {
    return cases;
  }

  /** The configuration files, by the name of the configuration. */
  Map<String, Path> configs() {
    return configs;
  }

  /** Folders of examples of the version before that this version no longer has. */
  Set<String> removed() {
    return removed;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** Examples of several folders in groups: configuration, then runner/handler. */
  static Map<String, Map<String, List<Case>>> grouped(Collection<Case> cases) {
    Map<String, Map<String, List<Case>>> groups = new TreeMap<>();
    for (Case example : cases) {
      groups
          .computeIfAbsent(example.config(), config -> new TreeMap<>())
          .computeIfAbsent(example.kind(), kind -> new java.util.ArrayList<>())
          .add(example);
    }
    return groups;
  }
}
