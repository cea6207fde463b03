package crosscheck.cli;

import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** An embedded database for a network of its own. */
final class FreshDatabase {

  private FreshDatabase() {}

  /**
   * Opens it; it is closed with the parts.
   *
   * @param folder for the data, new or empty; a temporary one, removed at the end, when not given
   * @param what needs it, for the name of the temporary folder
   */
  static Database open(Optional<Path> folder, String what, OpenParts parts) {
    try {
      Path data;
      if (folder.isPresent()) {
        data = folder.get();
        requireEmpty(data);
      } else {
        data = Files.createTempDirectory("crosscheck-" + what + "-");
        parts.add(() -> remove(data));
      }
      Database database = Database.embedded(data);
      parts.add(database::close);
      return database;
    } catch (DatabaseException e) {
      throw new UsageException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UsageException("cannot make a folder for the data: " + InputFile.why(e), e);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new UsageException("--data-dir: " + folder + " is not a folder");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw new UsageException(
            "--data-dir: %s is not empty, and each run is a network of its own: name a new folder"
                .formatted(folder));
      }
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
