package crosscheck.spec.v08;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Remembers the results of a pure function for its most recent arguments. Safe for use by many
 * threads; two of them may compute the same result once each.
 */
final class Memo<K, V> {

  private final Map<K, V> results;

  /** Remembers at most {@code capacity} results. */
  Memo(int capacity) {
    this.results =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The remembered result, or the computed one. */
  V get(K arguments, Supplier<V> function) {
    synchronized (results) {
      V known = results.get(arguments);
      if (known != null) {
        return known;
      }
    }
    V computed = function.get();
    synchronized (results) {
      results.put(arguments, computed);
    }
    return computed;
  }
}
