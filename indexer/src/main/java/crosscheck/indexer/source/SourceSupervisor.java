package crosscheck.indexer.source;

import crosscheck.db.Database;
import crosscheck.indexer.Receiver;
import crosscheck.indexer.follow.Outage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the sources that stand in the {@link SourceRegistry}, while this process leads: starts,
 * stops and restarts them when that changes. It listens for what other processes do: changed
 * sources, and inputs that they stored.
 */
public final class SourceSupervisor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SourceSupervisor.class);
  private static final int LOOK_AGAIN_MILLIS = 1_000;
  private static final long END_WITHIN_MILLIS = 5_000;

  private final Jdbi unpooled;
  private final SourceRegistry registry;
  private final Receiver receiver;
  private final Runnable onInputs;
  private final Thread thread;

  /** By name; guarded by this, as is {@code leading}. */
  private final Map<String, SourceRun> runs = new HashMap<>();

  private boolean leading;
  private volatile boolean closing;

  /**
   * @param onInputs called when another process has stored inputs
   */
  public SourceSupervisor(
      Database database, SourceRegistry registry, Receiver receiver, Runnable onInputs) {
    this.unpooled = database.unpooled();
    this.registry = registry;
    this.receiver = receiver;
    this.onInputs = onInputs;
    this.thread = new Thread(this::run, "sources");
  }

  /** Begins to listen; no source runs before {@link #lead}. */
  public void start() {
    thread.start();
  }

  /** This process leads from now on: its sources are to run. */
  public synchronized void lead() {
    leading = true;
  }

  /** This process leads no more: its sources are told to stop. Does not wait for them. */
  public synchronized void follow() {
    leading = false;
    runs.values().forEach(SourceRun::stop);
  }

  private void run() {
    while (!closing) {
      try (Handle handle = unpooled.open()) {
        handle.execute("listen crosscheck_sources");
        handle.execute("listen crosscheck_inputs");
        PGConnection connection = handle.getConnection().unwrap(PGConnection.class);
        while (!closing) {
          keep(SourceRegistry.all(handle));
          hear(connection.getNotifications(LOOK_AGAIN_MILLIS));
        }
      } catch (Exception e) {
        if (!closing) {
          if (!Outage.causes(e)) {
            log.error("sources cannot be supervised, trying again", e);
          }
          pause();
        }
      }
    }
  }

  private void hear(PGNotification[] heard) {
    if (heard != null) {
      for (PGNotification notification : heard) {
        if (notification.getName().equals("crosscheck_inputs")) {
          onInputs.run();
          return;
        }
      }
    }
  }

  /** Brings what runs to what is asked for. One that does not end holds up only its own name. */
  private synchronized void keep(Map<String, String> asked) {
    runs.forEach(
        (name, run) -> {
          if (!leading || !run.json().equals(asked.get(name))) {
            run.stop();
          }
        });
    runs.values().removeIf(run -> !run.alive());
    if (leading && !closing) {
      asked.forEach(
          (name, json) -> {
            if (!runs.containsKey(name)) {
              SourceRun run = new SourceRun(name, json, receiver, registry);
              runs.put(name, run);
              run.start();
            }
          });
    }
  }

  private void pause() {
    try {
      Thread.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  /** Stops all sources and waits for them, some seconds at most. */
  @Override
  public void close() {
    closing = true;
    boolean led;
    synchronized (this) {
      led = leading;
      follow();
    }
    thread.interrupt();
    try {
      long deadline = System.nanoTime() + END_WITHIN_MILLIS * 1_000_000;
      thread.join(END_WITHIN_MILLIS);
      for (SourceRun run : snapshot()) {
        run.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      }
      if (led) {
        registry.allStopped();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!Outage.causes(e)) {
        throw e;
      }
      log.debug("the database is away: it is not noted that sources are stopped", e);
    }
  }

  private synchronized List<SourceRun> snapshot() {
    return List.copyOf(runs.values());
  }
}
