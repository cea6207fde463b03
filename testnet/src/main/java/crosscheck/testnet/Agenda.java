package crosscheck.testnet;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What will happen in a network, by time; what is due at the same time happens in the order in
 * which it was planned, so that a run can be repeated. For one thread.
 */
final class Agenda {

  private final PriorityQueue<Item> items =
      new PriorityQueue<>(
          Comparator.comparingLong(Item::timeMillis).thenComparingLong(Item::number));

  private long planned;

  /**
   * @param timeMillis Unix time in the network
   * @param action what happens then
   */
  private record Item(long timeMillis, long number, Runnable action) {}

  /** Plans something; what lies in the past happens next. */
  void plan(long timeMillis, Runnable action) {
    items.add(new Item(timeMillis, planned++, action));
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** When the next thing happens; the agenda must not be empty. */
  long nextMillis() {
    return items.element().timeMillis();
  }

  /** Takes the next thing off the agenda. */
  Runnable next() {
    return items.remove().action();
  }
}
