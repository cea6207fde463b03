package crosscheck.indexer;

import java.time.Duration;
import org.slf4j.Logger;

/**
 * Growing pauses between tries, and a calm log of them: one line when trouble begins, one whenever
 * the number of tries has doubled, one when it is over. For one thread.
 */
final class Backoff {

  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  private final Logger log;
  private final String what;
  private int tries;
  private long began;

  Backoff(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /** Waits after a failure. */
  void pause(Throwable failure) throws InterruptedException {
    if (tries == 0) {
      began = System.nanoTime();
    }
    tries++;
    if (Integer.bitCount(tries) == 1) {
      log.warn("{}: the database is away, try {} failed: {}", what, tries, rootMessage(failure));
    }
    Thread.sleep(Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(tries - 1, 10)));
  }

  /** Time since the first failure. */
  Duration sinceFirstFailure() {
    return tries == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - began);
  }

  /** To be told of each success. */
  void succeeded() {
    if (tries > 0) {
      log.info(
          "{}: the database is back after {} s ({} tries)",
          what,
          sinceFirstFailure().toSeconds(),
          tries);
      tries = 0;
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
