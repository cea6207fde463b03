package crosscheck.spec.v08;

import java.util.Arrays;

/**
 * The active validators of an epoch, compared by content: the key under which shufflings and roots
 * are remembered.
 */
final class ActiveValidators {

  private final int[] indices;
  private final long totalBalance;
  private final int hash;

  /**
   * @param indices ascending; not copied
   * @param totalBalance combined effective balance, Gwei, at least 1
   */
  ActiveValidators(int[] indices, long totalBalance) {
    this.indices = indices;
    this.totalBalance = totalBalance;
    this.hash = Arrays.hashCode(indices);
  }

  int count() {
    return indices.length;
  }

  /** Ascending; not to be changed. */
  int[] indices() {
    return indices;
  }

  /** {@code get_total_balance} of these validators: Gwei, at least 1. */
  long totalBalance() {
    return totalBalance;
  }

  /** Same indices; balances do not count, because no shuffling depends on them. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ActiveValidators that
            && hash == that.hash
            && Arrays.equals(indices, that.indices));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
