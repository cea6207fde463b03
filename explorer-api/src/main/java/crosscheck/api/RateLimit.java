package crosscheck.api;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much a client may ask for: so much a second on average, ten seconds' worth at once. A client
 * is an IP address; those not heard of for longest are forgotten first, when there are too many.
 */
final class RateLimit {

  private static final int MOST_CLIENTS = 10_000;
  private static final int BURST_SECONDS = 10;

  private final int perSecond;
  private final double most;
  private final LongSupplier nanoTime;

  /** Guarded by this. */
  private final Map<String, Budget> budgets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Budget> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  /** What a client had left at a time. */
  private record Budget(double left, long atNanos) {}

  /**
   * @param perSecond how much; at least 1
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  RateLimit(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.most = (double) perSecond * BURST_SECONDS;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a part of the client's budget.
   *
   * @throws ApiException 429 with {@code Retry-After} when it is too small; nothing is taken then
   */
  void take(Context request, int cost) {
    long seconds = take(request.ip(), cost);
    if (seconds > 0) {
      request.header("Retry-After", String.valueOf(seconds));
      throw ApiException.tooMany(
          "Too much from this client: %d a second are taken, %d at once; wait %d s."
              .formatted(perSecond, (long) most, seconds));
    }
  }

  /** 0 when taken, else in how many whole seconds it can be. */
  synchronized long take(String client, int cost) {
    long now = nanoTime.getAsLong();
    Budget before = budgets.getOrDefault(client, new Budget(most, now));
    double left = Math.min(most, before.left() + (now - before.atNanos()) / 1e9 * perSecond);
    // More than ever fits is taken when all is there, and paid off afterwards.
    double needed = Math.min(cost, most);
    if (left >= needed) {
      budgets.put(client, new Budget(left - cost, now));
      return 0;
    }
    return (long) Math.ceil((needed - left) / perSecond);
  }
}
