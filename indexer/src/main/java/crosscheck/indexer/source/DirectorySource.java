package crosscheck.indexer.source;

import crosscheck.db.DatabaseException;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Observation;
import crosscheck.indexer.Receiver;
import crosscheck.indexer.SourceFile;
import crosscheck.settings.Section;
import crosscheck.settings.Value;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watched directory of SSZ blocks: files named {@code *.ssz}, none in folders below. Files that
 * are there at the start are delivered in the order of their names.
 *
 * <p>A file is read when its size and time have not changed for a moment; bytes that do not decode
 * are given much longer, since a slow writer may not be done. Best is to write under another name
 * and rename. Each file is delivered once, also across restarts, unless it changes.
 */
public final class DirectorySource implements Source {

  private static final Logger log = LoggerFactory.getLogger(DirectorySource.class);
  private static final Duration SETTLED = Duration.ofMillis(250);
  private static final Duration SETTLED_UNDECODABLE = Duration.ofSeconds(10);
  private static final Duration RESCAN = Duration.ofSeconds(2);
  private static final int GROUP_FILES = 256;
  private static final long GROUP_BYTES = 8 << 20;

  private final String name;
  private final Path directory;
  private final Optional<String> node;
  private final Duration settled;
  private final Duration settledUndecodable;
  private Map<String, SourceFile> done = Map.of();

  /** Since when a file has looked as it does now, by {@link System#nanoTime}. */
  private record Look(SourceFile file, long sinceNanos) {}

  private final Map<String, Look> pending = new HashMap<>();

  /** Keys of its own in the settings. */
  static final List<String> KEYS = List.of("folder", "quiet", "quiet_undecodable");

  /**
   * @param name in observations
   * @param node the node whose blocks these are; empty when they are of no certain one
   * @param settled how long a file must be unchanged before it is read
   * @param settledUndecodable the same for bytes that do not decode
   * @throws IllegalArgumentException when the directory is none, or cannot be read
   */
  DirectorySource(
      String name,
      Path directory,
      Optional<String> node,
      Duration settled,
      Duration settledUndecodable) {
    this.name = name;
    this.directory = directory;
    this.node = node;
    this.settled = settled;
    this.settledUndecodable = settledUndecodable;
    if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
      throw new IllegalArgumentException(directory + " is not a folder that can be read");
    }
  }

  static SourceKinds.Opening read(String name, Optional<String> node, Section section) {
    Value value = section.required("folder");
    Path folder;
    try {
      folder = Path.of(value.text()).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw value.wrong("this cannot be the path of a folder: " + e.getMessage());
    }
    Duration settled = section.optional("quiet").map(Value::duration).orElse(SETTLED);
    Duration settledUndecodable =
        section.optional("quiet_undecodable").map(Value::duration).orElse(SETTLED_UNDECODABLE);
    return () -> new DirectorySource(name, folder, node, settled, settledUndecodable);
  }

  @Override
  public void run(Receiver receiver, Standing standing) throws InterruptedException {
    done = filesReceived(receiver);
    log.info("{}: watching; {} files were received before", name, done.size());
    while (true) {
      try (WatchService watch = directory.getFileSystem().newWatchService()) {
        directory.register(
            watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        watch(receiver, standing, watch);
      } catch (IOException | ClosedWatchServiceException e) {
        standing.retrying(directory + " cannot be read: " + reason(e));
        Thread.sleep(RESCAN.toMillis());
      }
    }
  }

  private static String reason(Exception e) {
    return e instanceof NoSuchFileException ? "it is gone" : e.toString();
  }

  private Map<String, SourceFile> filesReceived(Receiver receiver) throws InterruptedException {
    while (true) {
      try {
        return new HashMap<>(receiver.filesReceived(name));
      } catch (DatabaseException e) {
        log.warn("{}: {}", name, e.getMessage());
      }
    }
  }

  private void watch(Receiver receiver, Standing standing, WatchService watch)
      throws IOException, InterruptedException {
    while (true) {
      long began = System.nanoTime();
      deliver(receiver, settledFiles());
      standing.ok();
      // Looking through a large directory takes long: not again at once when files keep coming.
      Thread.sleep(Math.min(1_000, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)));
      Duration pause = pending.isEmpty() ? RESCAN : settled;
      WatchKey key = watch.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
      if (key != null) {
        key.pollEvents();
        if (!key.reset()) {
          throw new NoSuchFileException(directory.toString());
        }
      }
    }
  }

  /** New or changed files that have stopped changing, by name. */
  private List<SourceFile> settledFiles() throws IOException {
    TreeMap<String, SourceFile> changed = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.ssz")) {
      for (Path path : files) {
        look(path)
            .filter(file -> !file.equals(done.get(file.path())))
            .ifPresent(file -> changed.put(file.path(), file));
      }
    }
    pending.keySet().retainAll(changed.keySet());
    long now = System.nanoTime();
    for (SourceFile file : changed.values()) {
      Look before = pending.get(file.path());
      if (before == null || !before.file().equals(file)) {
        pending.put(file.path(), new Look(file, before == null ? now - age(file) : now));
      }
    }
    return changed.values().stream().filter(file -> unchangedFor(file, now, settled)).toList();
  }

  private static Optional<SourceFile> look(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      Instant modified = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS);
      return attributes.isRegularFile()
          ? Optional.of(new SourceFile(path.getFileName().toString(), attributes.size(), modified))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
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

  private void deliver(Receiver receiver, List<SourceFile> files)
      throws IOException, InterruptedException {
    List<Delivery> group = new ArrayList<>();
    long bytes = 0;
    for (SourceFile file : files) {
      Observation observation = new Observation(name, node, receiver.now());
      if (file.sizeBytes() > receiver.mostBytes()) {
        discard(receiver, observation, file);
        continue;
      }
      Optional<Bytes> ssz = read(file);
      if (ssz.isEmpty() || !mayBeDelivered(receiver, file, ssz.get())) {
        continue;
      }
      group.add(new Delivery(ssz.get(), observation, Optional.of(file)));
      bytes += file.sizeBytes();
      if (group.size() == GROUP_FILES || bytes >= GROUP_BYTES) {
        receive(receiver, group);
        group.clear();
        bytes = 0;
      }
    }
    if (!group.isEmpty()) {
      receive(receiver, group);
    }
  }

  /** The content; empty when the file is gone, or changed under our hands. */
  private Optional<Bytes> read(SourceFile file) throws IOException {
    Path path = directory.resolve(file.path());
    try {
      byte[] content = Files.readAllBytes(path);
      return look(path).filter(file::equals).map(same -> Bytes.wrap(content));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private boolean mayBeDelivered(Receiver receiver, SourceFile file, Bytes ssz) {
    return unchangedFor(file, System.nanoTime(), settledUndecodable) || receiver.decodes(ssz);
  }

  /** Does not give up: the files stay where they are, but nobody else would deliver them. */
  private void receive(Receiver receiver, List<Delivery> group) throws InterruptedException {
    while (true) {
      try {
        receiver.receiveAll(List.copyOf(group));
        for (Delivery delivery : group) {
          delivery.file().ifPresent(this::markDone);
        }
        return;
      } catch (DatabaseException e) {
        log.warn("{}: {}", name, e.getMessage());
      }
    }
  }

  private void discard(Receiver receiver, Observation observation, SourceFile file)
      throws InterruptedException {
    while (true) {
      try {
        receiver.discardLarge(observation, file);
        log.warn("{}: {} has {} bytes, too large for a block", name, file.path(), file.sizeBytes());
        markDone(file);
        return;
      } catch (DatabaseException e) {
        log.warn("{}: {}", name, e.getMessage());
      }
    }
  }

  private void markDone(SourceFile file) {
    done.put(file.path(), file);
    pending.remove(file.path());
  }
}
