package crosscheck.indexer.source;

import crosscheck.indexer.Claim;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Receiver;
import crosscheck.indexer.SourceFile;
import crosscheck.settings.Section;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watched recording of Artemis: a folder for each slot, named by its number, with {@code
 * block.ssz} and {@code post.ssz}, the state that the client had after the block. The block is
 * delivered as soon as its file has settled, and once more with what the client claims about it
 * when its post-state is there.
 *
 * <p>Files settle and are delivered once as in a {@link DirectorySource}. A block of the same slot
 * that overwrites the first one is a changed file. {@code pre.ssz} is not read.
 */
final class RecorderSource implements Source {

  private static final Logger log = LoggerFactory.getLogger(RecorderSource.class);
  private static final String BLOCK = "block.ssz";
  private static final String POST = "post.ssz";

  /** A state of 300,000 validators has about 50 MB. */
  private static final long MOST_STATE_BYTES = 256L << 20;

  private final String name;
  private final FolderSettings settings;

  /**
   * @param name in observations
   * @throws IllegalArgumentException when the folder is none, or cannot be read
   */
  RecorderSource(String name, FolderSettings settings) {
    this.name = name;
    this.settings = settings;
    settings.requireFolder();
  }

  static SourceKinds.Opening read(String name, Optional<String> node, Section section) {
    FolderSettings settings = FolderSettings.read(node, section);
    return () -> new RecorderSource(name, settings);
  }

  @Override
  public void run(Receiver receiver, Standing standing) throws InterruptedException {
    SettledFiles files = new SettledFiles(name, settings, receiver);
    FolderWatch watch = new FolderWatch(settings);
    watch.run(
        standing,
        () -> {
          for (SourceFile file : files.settled(present(files, watch))) {
            if (file.path().endsWith(POST)) {
              deliverClaim(receiver, files, file);
            } else {
              files.deliverBlock(file);
            }
          }
          files.flush();
          return files.anyPending();
        });
  }

  /** By slot, each block before its post-state. */
  private Collection<SourceFile> present(SettledFiles files, FolderWatch watch) throws IOException {
    List<Path> slots = new ArrayList<>();
    try (DirectoryStream<Path> paths =
        Files.newDirectoryStream(settings.folder(), RecorderSource::ofSlot)) {
      paths.forEach(slots::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    slots.sort(Comparator.comparing(slot -> Long.parseUnsignedLong(slot.getFileName().toString())));
    List<SourceFile> present = new ArrayList<>();
    for (Path slot : slots) {
      Optional<SourceFile> block = files.look(slot.resolve(BLOCK));
      if (block.isPresent()) {
        present.add(block.get());
        files.look(slot.resolve(POST)).ifPresent(present::add);
      }
    }
    for (Path slot :
        slots.subList(Math.max(0, slots.size() - FolderWatch.MOST_BELOW), slots.size())) {
      watch.alsoIn(slot);
    }
    return present;
  }

  private static boolean ofSlot(Path path) {
    String slot = path.getFileName().toString();
    return slot.matches("[0-9]{1,19}") && Files.isDirectory(path);
  }

  private void deliverClaim(Receiver receiver, SettledFiles files, SourceFile post)
      throws IOException, InterruptedException {
    if (post.sizeBytes() > MOST_STATE_BYTES) {
      giveUp(files, post, "it has " + post.sizeBytes() + " bytes, too large for a state");
      return;
    }
    Path blockPath = settings.folder().resolve(post.path()).resolveSibling(BLOCK);
    Optional<SourceFile> block = files.look(blockPath);
    Optional<Bytes> ssz = block.isPresent() ? files.read(block.get()) : Optional.empty();
    Optional<Bytes> state = files.read(post);
    if (ssz.isEmpty() || state.isEmpty()) {
      return; // gone, or being written
    }
    if (!receiver.decodes(ssz.get())) {
      if (files.settledForGood(post)) {
        giveUp(files, post, "the block cannot be decoded");
      }
      return;
    }
    try {
      State decoded = receiver.spec().decodeState(state.get());
      Claim claim = Claim.ofState(receiver.spec().hash(decoded));
      files.add(
          new Delivery(ssz.get(), files.observation(), Optional.of(post), Optional.of(claim)));
    } catch (SszException e) {
      if (files.settledForGood(post)) {
        giveUp(files, post, "it is not a state: " + e.getMessage());
      }
    }
  }

  private void giveUp(SettledFiles files, SourceFile post, String why) {
    log.warn("{}: {} is no claim about its block: {}", name, post.path(), why);
    files.markDone(post);
  }
}
