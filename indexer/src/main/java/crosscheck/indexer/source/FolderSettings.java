package crosscheck.indexer.source;

import crosscheck.settings.Section;
import crosscheck.settings.Value;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which folder to watch, and how.
 *
 * @param folder absolute
 * @param node the node whose blocks these are; empty when they are of no certain one
 * @param quiet how long a file must be unchanged before it is read
 * @param quietUndecodable the same for bytes that do not decode; and how long a file for which
 *     there was no room is put off
 */
record FolderSettings(
    Path folder, Optional<String> node, Duration quiet, Duration quietUndecodable) {

  /** Keys in the settings of a source. */
  static final List<String> KEYS = List.of("folder", "quiet", "quiet_undecodable");

  private static final Duration QUIET = Duration.ofMillis(250);
  private static final Duration QUIET_UNDECODABLE = Duration.ofSeconds(10);

  static FolderSettings read(Optional<String> node, Section section) {
    Value value = section.required("folder");
    Path folder;
    try {
      folder = Path.of(value.text()).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw value.wrong("this cannot be the path of a folder: " + e.getMessage());
    }
    return new FolderSettings(
        folder,
        node,
        section.optional("quiet").map(Value::duration).orElse(QUIET),
        section.optional("quiet_undecodable").map(Value::duration).orElse(QUIET_UNDECODABLE));
  }

  /**
   * @throws IllegalArgumentException when the folder is none, or cannot be read
   */
  void requireFolder() {
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      throw new IllegalArgumentException(folder + " is not a folder that can be read");
    }
  }
}
