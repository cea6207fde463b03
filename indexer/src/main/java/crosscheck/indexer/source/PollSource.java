package crosscheck.indexer.source;

import crosscheck.db.DatabaseException;
import crosscheck.indexer.Receiver;
import crosscheck.settings.Section;
import crosscheck.settings.Value;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Polls a node over HTTP, by the interface that {@code docs/node-interfaces.md} describes: follows
 * its head, fetches what is new and what others wait for, and reports how the node stands. A node
 * that fails in whatever way is shown so, and asked again with growing pauses.
 */
final class PollSource implements Source {

  /** Keys of its own in the settings. */
  static final List<String> KEYS = List.of("url", "every", "timeout");

  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final int MOST_DOUBLINGS = 10;

  private final String name;
  private final PollSettings settings;

  /**
   * @param name in observations
   */
  PollSource(String name, PollSettings settings) {
    this.name = name;
    this.settings = settings;
  }

  static SourceKinds.Opening read(String name, Optional<String> node, Section section) {
    Value value = section.required("url");
    URI url = value.url();
    if (url.getRawQuery() != null || url.getRawUserInfo() != null) {
      throw value.wrong("the address of a node has neither ? nor @: paths are added to it");
    }
    PollSettings settings =
        new PollSettings(
            node.orElse(name),
            URI.create(url.toString().replaceFirst("/+$", "")),
            section
                .optional("every")
                .map(every -> every.duration(Duration.ofMillis(1), Duration.ofHours(1)))
                .orElse(EVERY),
            section
                .optional("timeout")
                .map(timeout -> timeout.duration(Duration.ofMillis(10), Duration.ofMinutes(5)))
                .orElse(TIMEOUT));
    return () -> new PollSource(name, settings);
  }

  @Override
  public void run(Receiver receiver, Standing standing) throws InterruptedException {
    NodePoll poll = new NodePoll(name, settings, receiver);
    int failures = 0;
    while (true) {
      boolean more = false;
      try {
        more = poll.turn();
        failures = 0;
        standing.ok();
      } catch (NodeException e) {
        failures++;
        standing.retrying(e.getMessage());
        report(poll, e);
      } catch (DatabaseException e) {
        failures++;
        standing.retrying("the database is away");
      }
      if (!more) {
        Thread.sleep(pauseMillis(failures));
      }
    }
  }

  private static void report(NodePoll poll, NodeException failure) throws InterruptedException {
    try {
      poll.failed(failure);
    } catch (DatabaseException e) {
      // It is reported with the next failure.
    }
  }

  /** The settings' interval; after failures doubled with each, and never quite the same. */
  private long pauseMillis(int failures) {
    long every = settings.every().toMillis();
    if (failures == 0) {
      return every;
    }
    long doubled = every << Math.min(failures, MOST_DOUBLINGS);
    long longest = Math.max(every, LONGEST_PAUSE_MILLIS);
    return (long) (Math.min(doubled, longest) * ThreadLocalRandom.current().nextDouble(0.8, 1.2));
  }
}
