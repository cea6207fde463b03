package crosscheck.indexer;

import crosscheck.db.DatabaseException;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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
import java.util.concurrent.atomic.AtomicLong;
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

  private final Path directory;
  private final Optional<String> node;
  private final Duration settled;
  private final Duration settledUndecodable;
  private final AtomicLong looks = new AtomicLong();
  private Map<String, SourceFile> done = Map.of();

  /** Since when a file has looked as it does now, by {@link System#nanoTime}. */
  private record Look(SourceFile file, long sinceNanos) {}

  private final Map<String, Look> pending = new HashMap<>();

  /**
   * @param directory must exist
   * @param node the node whose blocks these are; empty when they are of no certain one
   * @throws IllegalArgumentException when it is no directory, or cannot be read
   */
  public DirectorySource(Path directory, Optional<String> node) {
    this(directory, node, SETTLED, SETTLED_UNDECODABLE);
  }

  DirectorySource(
      Path directory, Optional<String> node, Duration settled, Duration settledUndecodable) {
    this.directory = directory.toAbsolutePath().normalize();
    this.node = node;
    this.settled = settled;
    this.settledUndecodable = settledUndecodable;
    if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
      throw new IllegalArgumentException(
          "blocks directory " + this.directory + " is not a directory we can read");
    }
  }

  @Override
  public String name() {
    return "directory:" + directory;
  }

  /** How often the directory has been looked through. */
  long looks() {
    return looks.get();
  }

  @Override
  public void run(Receiver receiver) throws InterruptedException {
    done = filesReceived(receiver);
    log.info("{}: watching; {} files were received before", name(), done.size());
    while (true) {
      try (WatchService watch = directory.getFileSystem().newWatchService()) {
        directory.register(
            watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        watch(receiver, watch);
      } catch (IOException | ClosedWatchServiceException e) {
        log.warn("{}: cannot be read, trying again: {}", name(), e.toString());
        Thread.sleep(RESCAN.toMillis());
      }
    }
  }

  private Map<String, SourceFile> filesReceived(Receiver receiver) throws InterruptedException {
    while (true) {
      try {
        return new HashMap<>(receiver.filesReceived(name()));
      } catch (DatabaseException e) {
        log.warn("{}: {}", name(), e.getMessage());
      }
    }
  }

  private void watch(Receiver receiver, WatchService watch)
      throws IOException, InterruptedException {
    while (true) {
      long began = System.nanoTime();
      deliver(receiver, settledFiles());
      looks.incrementAndGet();
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
      Observation observation = new Observation(name(), node, receiver.now());
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
        log.warn("{}: {}", name(), e.getMessage());
      }
    }
  }

  private void discard(Receiver receiver, Observation observation, SourceFile file)
      throws InterruptedException {
    while (true) {
      try {
        receiver.discardLarge(observation, file);
        log.warn(
            "{}: {} has {} bytes, too large for a block", name(), file.path(), file.sizeBytes());
        markDone(file);
        return;
      } catch (DatabaseException e) {
        log.warn("{}: {}", name(), e.getMessage());
      }
    }
  }

  private void markDone(SourceFile file) {
    done.put(file.path(), file);
    pending.remove(file.path());
  }
}
