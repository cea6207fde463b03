package crosscheck.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;

/** Reads files that the user names; what cannot be read is a {@link UsageException}. */
final class InputFile {

  /** No SSZ object of a network that anybody runs comes near it; a slip of the hand does. */
  private static final long LARGEST = 1L << 30;

  private InputFile() {}

  static Bytes bytes(Path file) {
    requireReadable(file);
    try {
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static String text(Path file) {
    return new String(bytes(file).toArrayUnsafe(), StandardCharsets.UTF_8);
  }

  /** Fails unless there is a file to read, of a size that can be held. */
  static void requireReadable(Path file) {
    if (Files.isDirectory(file)) {
      throw new UsageException(file + " is a folder, not a file");
    }
    if (!Files.exists(file)) {
      throw new UsageException("there is no file " + file);
    }
    if (!Files.isReadable(file)) {
      throw new UsageException("no permission to read " + file);
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new UsageException(
            "%s has %d bytes, more than the %d that are read"
                .formatted(file, Files.size(file), LARGEST));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * The files behind the paths, in the order given; a folder stands for the regular files in it, by
   * name. All are readable.
   *
   * @param notes gets a line about each folder in which something was passed over
   */
  static List<Path> expand(List<Path> paths, Consumer<String> notes) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (path.toString().isEmpty()) {
        throw new UsageException("an empty path: is a shell variable not set?");
      }
      if (Files.isDirectory(path)) {
        files.addAll(inFolder(path, notes));
      } else {
        files.add(path);
      }
    }
    files.forEach(InputFile::requireReadable);
    return files;
  }

  private static List<Path> inFolder(Path folder, Consumer<String> notes) {
    List<Path> entries;
    try (Stream<Path> listing = Files.list(folder)) {
      entries = listing.sorted((a, b) -> name(a).compareTo(name(b))).toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
    List<Path> files = entries.stream().filter(InputFile::taken).toList();
    List<String> passedOver =
        entries.stream()
            .filter(entry -> !taken(entry))
            .map(entry -> name(entry) + (Files.isDirectory(entry) ? "/" : ""))
            .toList();
    if (!passedOver.isEmpty()) {
      notes.accept(
          "%s: passed over %s (not regular files, or hidden)"
              .formatted(folder, String.join(", ", passedOver)));
    }
    if (files.isEmpty()) {
      notes.accept(folder + ": no files in this folder");
    }
    return files;
  }

  private static boolean taken(Path entry) {
    return Files.isRegularFile(entry) && !name(entry).startsWith(".");
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static UsageException unreadable(Path file, IOException e) {
    return new UsageException("cannot read %s: %s".formatted(file, why(e)), e);
  }

  /** The reason in words: the message of such an exception is often only a path. */
  static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it, or the folder it is in, does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    return e instanceof FileSystemException failed && failed.getReason() != null
        ? failed.getReason()
        : e.toString();
  }
}
