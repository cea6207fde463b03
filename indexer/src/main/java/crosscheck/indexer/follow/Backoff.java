package crosscheck.indexer.follow;

import java.time.Duration;
import org.slf4j.Logger;

/**
 * Growing pauses between tries, and a calm log of them: one line when trouble begins, one whenever
 * the number of tries has doubled, one when it is over. For one thread, but {@link #tries}.
 */
public final class Backoff {

  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  private final Logger log;
  private final String what;
  private volatile int tries;
  private long began;

  /**
   * @param what is tried, for the log
   */
  public Backoff(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /** Waits after a failure. */
  public void pause(Throwable failure) throws InterruptedException {
    if (tries == 0) {
      began = System.nanoTime();
    }
    int failed = tries + 1;
    tries = failed;
    if (Integer.bitCount(failed) == 1) {
      log.warn("{}: the database failed, trying again (try {}): {}", what, failed, reason(failure));
    }
    Thread.sleep(Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failed - 1, 10)));
  }

  /** Time since the first failure. */
  public Duration sinceFirstFailure() {
    return tries == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - began);
  }

  /** To be told of each success. */
  public void succeeded() {
    if (tries > 0) {
      log.info(
          "{}: the database answers again after {} s ({} tries)",
          what,
          sinceFirstFailure().toSeconds(),
          tries);
      tries = 0;
    }
  }

  /** Failures in a row; 0 after a success. */
  public int tries() {
    return tries;
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }
}
