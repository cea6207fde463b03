package crosscheck.indexer.source;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a folder again and again, soon after something in it has changed. What the file system
 * tells is only a hint when to look: changes it does not tell are seen after a while too.
 */
final class FolderWatch {

  private static final Duration RESCAN = Duration.ofSeconds(2);

  /** Folders within the folder whose changes are told; the file system allows a limited number. */
  static final int MOST_BELOW = 16;

  private final FolderSettings settings;
  private final Map<Path, WatchKey> below = new HashMap<>();
  private final Deque<Path> oldestFirst = new ArrayDeque<>();
  private WatchService service;

  FolderWatch(FolderSettings settings) {
    this.settings = settings;
  }

  /** One look: delivers what is to be delivered. */
  @FunctionalInterface
  interface Look {

    /**
     * @return whether some files are about to settle
     */
    boolean look() throws IOException, InterruptedException;
  }

  /** Looks until interrupted, also while the folder is away for a time. */
  void run(Standing standing, Look look) throws InterruptedException {
    while (true) {
      try (WatchService opened = settings.folder().getFileSystem().newWatchService()) {
        service = opened;
        register(settings.folder());
        while (true) {
          long began = System.nanoTime();
          boolean pending = look.look();
          standing.ok();
          // A look at a large folder takes long: not again at once when files keep coming.
          Thread.sleep(Math.min(1_000, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)));
          await(pending ? settings.quiet() : RESCAN);
        }
      } catch (IOException | ClosedWatchServiceException e) {
        standing.retrying(settings.folder() + " cannot be read: " + reason(e));
        Thread.sleep(RESCAN.toMillis());
      } finally {
        below.clear();
        oldestFirst.clear();
      }
    }
  }

  private static String reason(Exception e) {
    return e instanceof NoSuchFileException ? "it is gone" : e.toString();
  }

  private WatchKey register(Path folder) throws IOException {
    return folder.register(
        service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
  }

  /** From a look: changes in this folder within the folder are of interest, for some time. */
  void alsoIn(Path folder) throws IOException {
    if (below.containsKey(folder)) {
      return;
    }
    below.put(folder, register(folder));
    oldestFirst.add(folder);
    if (oldestFirst.size() > MOST_BELOW) {
      below.remove(oldestFirst.remove()).cancel();
    }
  }

  private void await(Duration pause) throws IOException, InterruptedException {
    WatchKey key = service.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
    if (key != null) {
      key.pollEvents();
      if (!key.reset() && key.watchable().equals(settings.folder())) {
        throw new NoSuchFileException(settings.folder().toString());
      }
    }
  }
}
