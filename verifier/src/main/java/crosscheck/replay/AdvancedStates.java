package crosscheck.replay;

import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Post-states moved on through empty slots. The most recently used are held: siblings start from
 * the same one, votes of an epoch have the same target, and a block with a longer gap continues
 * where a shorter one ended.
 */
final class AdvancedStates {

  private static final int MOST = 32;

  private final Spec spec;
  private final LinkedHashMap<Key, State> held =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, State> eldest) {
          return size() > MOST;
        }
      };

  private record Key(Bytes32 root, long slot) {}

  AdvancedStates(Spec spec) {
    this.spec = spec;
  }

  /** The state of a block's chain at a slot after the block's, if it is held. */
  Optional<State> find(Bytes32 root, long slot) {
    return Optional.ofNullable(held.get(new Key(root, slot)));
  }

  /**
   * The same, held or not.
   *
   * @throws crosscheck.spec.InvalidException when the slot is before the post-state's
   */
  State at(Bytes32 root, State post, long slot) {
    if (slot == post.slot()) {
      return post;
    }
    Key key = new Key(root, slot);
    State known = held.get(key);
    if (known == null) {
      known = spec.advance(nearest(root, post, slot), slot);
      held.put(key, known);
    }
    return known;
  }

  private State nearest(Bytes32 root, State post, long slot) {
    State nearest = post;
    for (Map.Entry<Key, State> entry : held.entrySet()) {
      long reached = entry.getKey().slot();
      if (Long.compareUnsigned(reached, slot) < 0
          && Long.compareUnsigned(nearest.slot(), reached) < 0
          && entry.getKey().root().equals(root)) {
        nearest = entry.getValue();
      }
    }
    return nearest;
  }

  void clear() {
    held.clear();
  }

  int count() {
    return held.size();
  }
}
