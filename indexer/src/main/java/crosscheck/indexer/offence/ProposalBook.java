package crosscheck.indexer.offence;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Who proposed in which epoch, over a window of epochs: in v0.8 a second block of one proposer in
 * an epoch convicts him. 12 bytes a block.
 */
final class ProposalBook {

  /** Blocks remembered at most; the oldest epochs make room. */
  static final int MAX_BLOCKS = 1 << 18;

  /** Blocks of one proposer in one epoch that are remembered: 28 pairs are enough. */
  static final int MAX_OF_A_PROPOSER = 8;

  private static final long[] NONE = {};

  private final int most;
  private final NavigableMap<Long, Epoch> epochs = new TreeMap<>(Long::compareUnsigned);
  private int blocks;
  private long floor;
  private long passedOver;

  private static final class Epoch {
    int count;
    int[] proposers = new int[8];
    long[] inputIds = new long[8];

    void add(int proposer, long inputId) {
      if (count == proposers.length) {
        proposers = Arrays.copyOf(proposers, 2 * count);
        inputIds = Arrays.copyOf(inputIds, 2 * count);
      }
      proposers[count] = proposer;
      inputIds[count++] = inputId;
    }

    long[] of(int proposer) {
      long[] found = NONE;
      for (int i = 0; i < count; i++) {
        if (proposers[i] == proposer) {
          found = Arrays.copyOf(found, found.length + 1);
          found[found.length - 1] = inputIds[i];
        }
      }
      return found;
    }
  }

  /**
   * @param most blocks to remember
   */
  ProposalBook(int most) {
    this.most = most;
  }

  /**
   * What came of a block.
   *
   * @param kept whether it is remembered
   * @param others blocks of the same proposer in the epoch, in the order they were entered
   */
  record Entry(boolean kept, long[] others) {}

  /**
   * Enters a block.
   *
   * @param proposer who certainly signed it
   * @param inputId of no block entered before
   */
  Entry enter(long epoch, int proposer, long inputId) {
    if (Long.compareUnsigned(epoch, floor) < 0) {
      passedOver++;
      return new Entry(false, NONE);
    }
    Epoch open = epochs.computeIfAbsent(epoch, e -> new Epoch());
    long[] others = open.of(proposer);
    if (others.length == MAX_OF_A_PROPOSER) {
      passedOver++;
      return new Entry(false, NONE);
    }
    open.add(proposer, inputId);
    blocks++;
    while (blocks > most && epochs.size() > 1) {
      forgetBefore(epochs.firstKey() + 1);
    }
    return new Entry(true, others);
  }

  /** Lets go of earlier epochs, and looks at blocks of them no more. */
  void forgetBefore(long epoch) {
    while (!epochs.isEmpty() && Long.compareUnsigned(epochs.firstKey(), epoch) < 0) {
      blocks -= epochs.pollFirstEntry().getValue().count;
    }
    floor = Long.compareUnsigned(floor, epoch) < 0 ? epoch : floor;
  }

  /** Blocks remembered. */
  int blocks() {
    return blocks;
  }

  /** Blocks of earlier epochs are not looked at any more. */
  long floor() {
    return floor;
  }

  /** Blocks that were not looked at for a bound of ours. */
  long passedOver() {
    return passedOver;
  }
}
