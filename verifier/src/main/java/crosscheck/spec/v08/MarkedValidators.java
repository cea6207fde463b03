package crosscheck.spec.v08;

/** A set of validator indices that is emptied at no cost: for small sets, one after the other. */
final class MarkedValidators {

  /** By validator: the number of the set it was last put in. */
  private final int[] sets;

  /** Of the present one; 0 is none. */
  private int set = 1;

  MarkedValidators(int validators) {
    this.sets = new int[validators];
  }

  void clear() {
    set++;
  }

  /** True unless it was in the set already. */
  boolean add(int index) {
    boolean added = sets[index] != set;
    sets[index] = set;
    return added;
  }

  void addAll(int[] indices) {
    for (int index : indices) {
      sets[index] = set;
    }
  }

  boolean contains(int index) {
    return sets[index] == set;
  }
}
