package crosscheck.api;

import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest events, in memory, for everybody who follows them: one connection listens to the
 * database, so a hundred open pages cost one query. A notification only wakes it early; it looks
 * every second anyway, for notifications can be lost (a connection pooler in between, a restart).
 * While the database is away it tries again every second.
 */
final class EventFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
  private static final int KEPT = 2048;
  private static final int BATCH = 500;
  private static final int POLL_MILLIS = 1000;

  private final Jdbi jdbi;
  private final Reader reader;
  private final Events events;
  private final Thread thread;

  /** Guarded by this, as are the fields below. */
  private final ArrayDeque<Event> recent = new ArrayDeque<>();

  /** Every event with a greater id up to {@code latest} is in {@code recent}. */
  private long floor;

  /** Greatest id seen; negative until the database has answered once. */
  private long latest = -1;

  private boolean closed;

  EventFeed(Jdbi jdbi, Reader reader, Events events) {
    this.jdbi = jdbi;
    this.reader = reader;
    this.events = events;
    this.thread = new Thread(this::run, "event-feed");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * The greatest id in the database at this moment, which this feed may not have seen yet.
   *
   * @throws ApiException 503 when the database is away
   */
  long now() {
    return reader.read(events::latest);
  }

  /** The greatest id so far; empty until the database has answered once. */
  synchronized OptionalLong latest() {
    return latest < 0 ? OptionalLong.empty() : OptionalLong.of(latest);
  }

  synchronized boolean closed() {
    return closed;
  }

  /**
   * Events after an id, the oldest first; waits for the next one when there is none yet.
   *
   * @return empty when {@code millis} have passed, or the feed was closed
   */
  List<Event> await(long after, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    synchronized (this) {
      while (!closed && latest <= after) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return List.of();
        }
        wait(left);
      }
      if (closed) {
        return List.of();
      }
      if (after >= floor) {
        return recent.stream().filter(event -> event.id() > after).limit(BATCH).toList();
      }
    }
    return reader.read(handle -> events.after(handle, after, BATCH));
  }

  private void run() {
    boolean reported = false;
    while (!closed()) {
      try (Handle handle = jdbi.open()) {
        handle.execute("listen crosscheck_events");
        PGConnection connection = handle.getConnection().unwrap(PGConnection.class);
        reported = false;
        follow(handle, connection);
        // The connection goes back to a pool: it must not collect notifications there.
        handle.execute("unlisten crosscheck_events");
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        if (!reported && !closed()) {
          LOG.warn("events cannot be followed, trying again every second: {}", e.getMessage());
          reported = true;
        }
        if (!pause()) {
          return;
        }
      }
    }
  }

  private void follow(Handle handle, PGConnection connection) throws Exception {
    while (!closed()) {
      if (latest().isEmpty()) {
        begin(events.latest(handle));
      }
      List<Event> next = events.after(handle, latest().getAsLong(), BATCH);
      publish(next);
      if (next.size() < BATCH) {
        connection.getNotifications(POLL_MILLIS);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }

  private synchronized void begin(long id) {
    floor = id;
    latest = id;
    notifyAll();
  }

  private synchronized void publish(List<Event> next) {
    if (next.isEmpty()) {
      return;
    }
    for (Event event : next) {
      recent.addLast(event);
      latest = event.id();
    }
    while (recent.size() > KEPT) {
      floor = recent.removeFirst().id();
    }
    notifyAll();
  }

  private boolean pause() {
    try {
      Thread.sleep(POLL_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the listening and everybody's waiting; waits for the listener up to three seconds. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(3000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
