package crosscheck.indexer.source;

import crosscheck.indexer.Receiver;
import crosscheck.indexer.follow.Outage;
import crosscheck.settings.Value;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source at work, in a thread of its own: made, started, and after a failure made and started
 * again with growing pauses, until it is told to stop.
 */
final class SourceRun implements Standing {

  private static final Logger log = LoggerFactory.getLogger(SourceRun.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** A source that has worked this long begins again with the first pause. */
  private static final Duration WORKED = Duration.ofMinutes(2);

  /** How old {@code last_success_at} may be. */
  private static final Duration NOTED_EVERY = Duration.ofSeconds(10);

  private final String name;
  private final String json;
  private final Receiver receiver;
  private final SourceRegistry registry;
  private final Thread thread;

  private volatile boolean stopped;

  // Of the thread alone.
  private Optional<String> node = Optional.empty();
  private String status = "";
  private Optional<String> message = Optional.empty();
  private long notedNanos;

  SourceRun(String name, String json, Receiver receiver, SourceRegistry registry) {
    this.name = name;
    this.json = json;
    this.receiver = receiver;
    this.registry = registry;
    this.thread = new Thread(this::run, "source " + name);
    thread.setDaemon(true);
  }

  String json() {
    return json;
  }

  void start() {
    thread.start();
  }

  /** Does not wait for it to end. */
  void stop() {
    stopped = true;
    thread.interrupt();
  }

  boolean alive() {
    return thread.isAlive();
  }

  void join(long millis) throws InterruptedException {
    thread.join(millis);
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!stopped) {
        long began = System.nanoTime();
        try {
          SourceSettings settings = SourceSettings.read(Value.parse(name, json));
          node = settings.node();
          settings.make().run(receiver, this);
          retrying("it has ended by itself");
        } catch (RuntimeException | Error e) {
          // Also our own faults: a source must not take the others down, and is shown as it stands.
          if (!(e instanceof IllegalArgumentException)) {
            log.error("source {} has failed, and is started again", name, e);
          }
          retrying(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        if (System.nanoTime() - began > WORKED.toNanos()) {
          pause = FIRST_PAUSE;
        }
        Thread.sleep(pause.toMillis());
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      }
    } catch (InterruptedException e) {
      log.debug("source {} is stopped", name, e);
    }
  }

  @Override
  public void ok() {
    boolean old = System.nanoTime() - notedNanos > NOTED_EVERY.toNanos();
    if (!status.equals("ok") || old) {
      note("ok", Optional.empty());
    }
  }

  @Override
  public void retrying(String why) {
    String line = why.lines().findFirst().orElse("");
    if (!status.equals("retrying") || !message.equals(Optional.of(line))) {
      log.warn("source {}: {}", name, line);
      note("retrying", Optional.of(line));
    }
  }

  private void note(String now, Optional<String> why) {
    if (stopped) {
      return;
    }
    try {
      registry.report(name, node, now, why);
      status = now;
      message = why;
      notedNanos = System.nanoTime();
    } catch (RuntimeException e) {
      if (!Outage.causes(e)) {
        throw e;
      }
      // The database is away: said again with the next call.
    }
  }
}
