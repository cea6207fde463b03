package crosscheck.replay;

import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Post-states moved on through empty slots. The most recent are kept: siblings start from the same
 * one, and a block with a longer gap continues where a shorter one ended.
 */
final class AdvancedStates {

  private static final int KEPT = 16;

  private final Spec spec;
  private final Deque<Entry> recent = new ArrayDeque<>();

  private record Entry(Bytes32 parent, State state) {}

  AdvancedStates(Spec spec) {
    this.spec = spec;
  }

  /**
   * The state of {@code parent}'s chain at {@code slot}, without a block there.
   *
   * @throws crosscheck.spec.InvalidException when the slot is before the post-state's
   */
  State at(Bytes32 parent, State post, long slot) {
    State nearest = post;
    for (Entry entry : recent) {
      long reached = entry.state().slot();
      if (entry.parent().equals(parent)
          && Long.compareUnsigned(reached, slot) <= 0
          && Long.compareUnsigned(nearest.slot(), reached) < 0) {
        nearest = entry.state();
      }
    }
    State advanced = spec.advance(nearest, slot);
    if (nearest.slot() != slot) {
      recent.addFirst(new Entry(parent, advanced));
      if (recent.size() > KEPT) {
        recent.removeLast();
      }
    }
    return advanced;
  }
}
