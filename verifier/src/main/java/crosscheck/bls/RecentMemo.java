package crosscheck.bls;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers what was worked out for a key, within a bound, for many threads. It keeps two
 * generations: when the young one is full it becomes the old one, and the old one is forgotten. So
 * what is in use stays, a look-up is one read of a hash table, and nothing is ever ordered.
 */
final class RecentMemo<K, V> {

  private final int generation;
  private volatile ConcurrentHashMap<K, V> young = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<K, V> old = new ConcurrentHashMap<>();

  /**
   * @param generation so many of the keys last used are remembered for certain, about twice as many
   *     at most
   */
  RecentMemo(int generation) {
    if (generation < 1) {
      throw new IllegalArgumentException("a memo holds at least one key, not " + generation);
    }
    this.generation = generation;
  }

  /** What is remembered. */
  Optional<V> find(K key) {
    V known = young.get(key);
    if (known == null) {
      known = old.get(key);
      if (known != null) {
        keep(key, known);
      }
    }
    return Optional.ofNullable(known);
  }

  void keep(K key, V value) {
    young.put(key, value);
    if (young.mappingCount() > generation) {
      synchronized (this) {
        if (young.mappingCount() > generation) {
          old = young;
          young = new ConcurrentHashMap<>();
        }
      }
    }
  }

  long size() {
    return young.mappingCount() + old.mappingCount();
  }
}
