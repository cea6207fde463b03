package crosscheck.indexer.source;

import crosscheck.indexer.Receiver;
import crosscheck.indexer.SourceFile;
import crosscheck.settings.Section;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A watched directory of SSZ blocks: files named {@code *.ssz}, none in folders below. Files that
 * are there at the start are delivered in the order of their names.
 *
 * <p>A file is read when its size and time have not changed for a moment; bytes that do not decode
 * are given much longer, since a slow writer may not be done. Best is to write under another name
 * and rename. Each file is delivered once, also across restarts, unless it changes.
 */
final class DirectorySource implements Source {

  private final String name;
  private final FolderSettings settings;

  /**
   * @param name in observations
   * @throws IllegalArgumentException when the folder is none, or cannot be read
   */
  DirectorySource(String name, FolderSettings settings) {
    this.name = name;
    this.settings = settings;
    settings.requireFolder();
  }

  static SourceKinds.Opening read(String name, Optional<String> node, Section section) {
    FolderSettings settings = FolderSettings.read(node, section);
    return () -> new DirectorySource(name, settings);
  }

  @Override
  public void run(Receiver receiver, Standing standing) throws InterruptedException {
    SettledFiles files = new SettledFiles(name, settings, receiver);
    new FolderWatch(settings)
        .run(
            standing,
            () -> {
              for (SourceFile file : files.settled(present(files))) {
                files.deliverBlock(file);
              }
              files.flush();
              return files.anyPending();
            });
  }

  /** By name. */
  private Collection<SourceFile> present(SettledFiles files) throws IOException {
    TreeMap<String, SourceFile> present = new TreeMap<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(settings.folder(), "*.ssz")) {
      for (Path path : paths) {
        files.look(path).ifPresent(file -> present.put(file.path(), file));
      }
    }
    return present.values();
  }
}
