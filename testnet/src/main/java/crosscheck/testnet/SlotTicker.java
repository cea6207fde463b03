package crosscheck.testnet;

import java.time.Clock;

/** The network's time: lets it wait, and tells what time it is then. */
@FunctionalInterface
public interface SlotTicker {

  /**
   * Waits until that time; not at all when it has passed.
   *
   * @param unixTimeMillis milliseconds; 0 to ask for the time
   * @return the present time, not before the given one
   */
  long await(long unixTimeMillis) throws InterruptedException;

  /** Real time: waits. */
  static SlotTicker realTime() {
    return by(Clock.systemUTC());
  }

  /** Waits in real time until the given clock has come so far. */
  static SlotTicker by(Clock clock) {
    return unixTimeMillis -> {
      long now = clock.millis();
      while (now < unixTimeMillis) {
        Thread.sleep(unixTimeMillis - now);
        now = clock.millis();
      }
      return now;
    };
  }

  /**
   * As fast as it goes: it is always the time that is waited for. Blocks then are made before the
   * wall clock reaches their slots, unless genesis lies far enough in the past.
   */
  static SlotTicker asFastAsItGoes() {
    return unixTimeMillis -> unixTimeMillis;
  }
}
