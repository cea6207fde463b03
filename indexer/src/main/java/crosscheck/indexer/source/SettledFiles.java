package crosscheck.indexer.source;

import crosscheck.db.DatabaseException;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Observation;
import crosscheck.indexer.Receipt;
import crosscheck.indexer.Receiver;
import crosscheck.indexer.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files below a folder, each to be delivered once, also across restarts, unless it changes; and not
 * before its writer is done. For one thread.
 */
final class SettledFiles {

  private static final Logger log = LoggerFactory.getLogger(SettledFiles.class);
  private static final int GROUP_FILES = 256;
  private static final long GROUP_BYTES = 8 << 20;

  private final String source;
  private final FolderSettings settings;
  private final Receiver receiver;
  private final Map<String, SourceFile> done;

  /** Since when a file has looked as it does now, by {@link System#nanoTime}. */
  private record Look(SourceFile file, long sinceNanos) {}

  private final Map<String, Look> pending = new HashMap<>();

  /** Files for which there was no room, and when to try again, by {@link System#nanoTime}. */
  private final Map<String, Long> putOff = new HashMap<>();

  private final List<Delivery> group = new ArrayList<>();
  private long groupBytes;

  /** Asks what was received before, for as long as it takes. */
  SettledFiles(String source, FolderSettings settings, Receiver receiver)
      throws InterruptedException {
    this.source = source;
    this.settings = settings;
    this.receiver = receiver;
    this.done = filesReceived();
    log.info(
        "{}: watching {}; {} files were received before", source, settings.folder(), done.size());
  }

  private Map<String, SourceFile> filesReceived() throws InterruptedException {
    while (true) {
      try {
        return new HashMap<>(receiver.filesReceived(source));
      } catch (DatabaseException e) {
        log.warn("{}: {}", source, e.getMessage());
      }
    }
  }

  /** A file as it is now; empty when there is none. */
  Optional<SourceFile> look(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      Instant modified = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS);
      String name = settings.folder().relativize(path).toString();
      return attributes.isRegularFile()
          ? Optional.of(new SourceFile(name, attributes.size(), modified))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Those that are new or changed, and have stopped changing, in the same order.
   *
   * @param present all files there are
   */
  List<SourceFile> settled(Collection<SourceFile> present) {
    List<SourceFile> changed =
        present.stream().filter(file -> !file.equals(done.get(file.path()))).toList();
    Set<String> names = new LinkedHashSet<>();
    changed.forEach(file -> names.add(file.path()));
    pending.keySet().retainAll(names);
    putOff.keySet().retainAll(names);
    long now = System.nanoTime();
    for (SourceFile file : changed) {
      Look before = pending.get(file.path());
      if (before == null || !before.file().equals(file)) {
        pending.put(file.path(), new Look(file, before == null ? now - age(file) : now));
      }
    }
    return changed.stream()
        .filter(file -> unchangedFor(file, now, settings.quiet()))
        .filter(file -> now - putOff.getOrDefault(file.path(), now) >= 0)
        .toList();
  }

  /** Whether some have changed and may be about to settle. */
  boolean anyPending() {
    return !pending.isEmpty();
  }

  /** Nanoseconds since it was last written, by the file system's clock; 0 when that lies ahead. */
  private static long age(SourceFile file) {
    Duration age = Duration.between(file.modifiedAt(), Instant.now());
    long longest = TimeUnit.DAYS.toNanos(1);
    return age.isNegative() ? 0 : age.toSeconds() > 86_400 ? longest : age.toNanos();
  }

  private boolean unchangedFor(SourceFile file, long now, Duration duration) {
    return now - pending.get(file.path()).sinceNanos() >= duration.toNanos();
  }

  /** Whether its writer must be done with it, although what it holds cannot be decoded. */
  boolean settledForGood(SourceFile file) {
    return unchangedFor(file, System.nanoTime(), settings.quietUndecodable());
  }

  /** The content; empty when the file is gone, or changed under our hands. */
  Optional<Bytes> read(SourceFile file) throws IOException {
    Path path = settings.folder().resolve(file.path());
    try {
      byte[] content = Files.readAllBytes(path);
      return look(path).filter(file::equals).map(same -> Bytes.wrap(content));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Delivers a settled file as a block, together with others: call {@link #flush} in the end. */
  void deliverBlock(SourceFile file) throws IOException, InterruptedException {
    Observation observation = observation();
    if (file.sizeBytes() > receiver.mostBytes()) {
      discard(observation, file);
      return;
    }
    Optional<Bytes> ssz = read(file);
    if (ssz.isPresent() && (settledForGood(file) || receiver.decodes(ssz.get()))) {
      add(new Delivery(ssz.get(), observation, Optional.of(file)));
    }
  }

  Observation observation() {
    return new Observation(source, settings.node(), receiver.now());
  }

  /** Delivers together with others: call {@link #flush} in the end. */
  void add(Delivery delivery) throws InterruptedException {
    group.add(delivery);
    groupBytes += delivery.ssz().size();
    if (group.size() == GROUP_FILES || groupBytes >= GROUP_BYTES) {
      flush();
    }
  }

  /** Does not give up: the files stay where they are, but nobody else would deliver them. */
  void flush() throws InterruptedException {
    while (!group.isEmpty()) {
      try {
        List<Receipt> receipts = receiver.receiveAll(List.copyOf(group));
        for (int i = 0; i < group.size(); i++) {
          boolean again = receipts.get(i).mayComeAgain();
          group.get(i).file().ifPresent(again ? this::putOff : this::markDone);
        }
        group.clear();
        groupBytes = 0;
      } catch (DatabaseException e) {
        log.warn("{}: {}", source, e.getMessage());
      }
    }
  }

  private void discard(Observation observation, SourceFile file) throws InterruptedException {
    while (true) {
      try {
        receiver.discardLarge(observation, file);
        log.warn(
            "{}: {} has {} bytes, too large for a block", source, file.path(), file.sizeBytes());
        markDone(file);
        return;
      } catch (DatabaseException e) {
        log.warn("{}: {}", source, e.getMessage());
      }
    }
  }

  private void putOff(SourceFile file) {
    putOff.put(file.path(), System.nanoTime() + settings.quietUndecodable().toNanos());
  }

  /** Not to be looked at again before it changes, or we are started anew. */
  void markDone(SourceFile file) {
    done.put(file.path(), file);
    pending.remove(file.path());
    putOff.remove(file.path());
  }
}
