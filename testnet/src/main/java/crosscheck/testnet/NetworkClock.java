package crosscheck.testnet;

/** The network's own time, and that of whoever moves it. For one thread at a time. */
final class NetworkClock {

  private final long genesisTime;
  private final long secondsPerSlot;
  private long nowMillis;
  private long tickerMillis;

  /**
   * @param genesisTime Unix time of slot 0, seconds
   * @param slot where it stands
   */
  NetworkClock(long genesisTime, long secondsPerSlot, long slot) {
    this.genesisTime = genesisTime;
    this.secondsPerSlot = secondsPerSlot;
    this.nowMillis = startMillis(slot);
  }

  /** The network's time, Unix milliseconds, which never runs ahead of the ticker's. */
  long nowMillis() {
    return nowMillis;
  }

  /** The later of both times, Unix milliseconds: when what the network does now can be seen. */
  long seenMillis() {
    return Math.max(nowMillis, tickerMillis);
  }

  /**
   * Goes on to an event; never back.
   *
   * @param eventMillis when it was to be
   * @param reachedMillis the ticker's time, which is later when the network is behind
   */
  void move(long eventMillis, long reachedMillis) {
    tickerMillis = reachedMillis;
    nowMillis = Math.max(nowMillis, eventMillis);
  }

  /** The slot that the network has reached; negative before genesis. */
  long slot() {
    return slotAt(nowMillis);
  }

  /** The slot that the ticker has reached. */
  long tickerSlot() {
    return slotAt(tickerMillis);
  }

  long slotAt(long unixTimeMillis) {
    return Math.floorDiv(Math.floorDiv(unixTimeMillis, 1_000L) - genesisTime, secondsPerSlot);
  }

  /** When a slot begins, Unix milliseconds. */
  long startMillis(long slot) {
    return (genesisTime + slot * secondsPerSlot) * 1_000;
  }

  long slotMillis() {
    return secondsPerSlot * 1_000;
  }
}
