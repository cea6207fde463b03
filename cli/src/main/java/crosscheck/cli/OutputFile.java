package crosscheck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes SSZ where the user wants it. */
final class OutputFile {

  private OutputFile() {}

  /** To the file, or else to standard output unless a person looks at it. */
  static void write(Optional<Path> file, byte[] ssz, Terminal terminal) {
    if (file.isEmpty()) {
      terminal.writeBinary(ssz);
      return;
    }
    try {
      Files.write(file.get(), ssz);
    } catch (IOException e) {
      throw new UsageException(
          "--out: cannot write %s: %s".formatted(file.get(), InputFile.why(e)), e);
    }
  }
}
