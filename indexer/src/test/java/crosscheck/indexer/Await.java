package crosscheck.indexer;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition that must come true. */
public final class Await {

  private static final Duration DEADLINE = Duration.ofSeconds(120);

  private Await() {}

  /**
   * @param what for the message when it does not come true in time
   */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in " + DEADLINE.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }
}
