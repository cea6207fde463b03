package crosscheck.spec.v08;

import java.util.Arrays;

/**
 * A crosslink committee: a run of the shuffled active indices, in shuffled order. A view, not a
 * copy.
 */
final class Committee {

  private final int[] shuffled;
  private final int start;
  private final int size;

  Committee(int[] shuffled, int start, int size) {
    this.shuffled = shuffled;
    this.start = start;
    this.size = size;
  }

  int size() {
    return size;
  }

  /** Validator index of the member at a position from 0 to {@code size - 1}. */
  int member(int position) {
    return shuffled[start + position];
  }

  /** Whether both are the same run of one shuffling: then they have the same members. */
  boolean sameRun(Committee that) {
    return shuffled == that.shuffled && start == that.start && size == that.size;
  }

  int[] toArray() {
    return Arrays.copyOfRange(shuffled, start, start + size);
  }
}
