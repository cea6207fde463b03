package crosscheck.replay;

/**
 * Bounds on the work of judging, and how it is spread.
 *
 * @param maxSlotsAhead without a clock: how many slots after its parent a block may be and still be
 *     judged as if its slot had come; one further ahead is {@code future}
 * @param maxEmptySlots with a clock: how many slots without blocks one block may make us process;
 *     one with a longer gap is {@code error}, because the bound is ours and not the spec's
 * @param threads for signatures; 1 or more
 * @param batchedSignatures how many signatures {@link Replay#judgeAll} collects across blocks
 *     before it checks them together
 */
public record ReplaySettings(
    long maxSlotsAhead, long maxEmptySlots, int threads, int batchedSignatures) {

  /**
   * 131,072 slots (about nine days) ahead of the parent, with and without a clock: some 5 s of work
   * for 16 validators. All processors.
   */
  public static ReplaySettings defaults() {
    return new ReplaySettings(1 << 17, 1 << 17, Runtime.getRuntime().availableProcessors(), 96);
  }

  public ReplaySettings {
    if (maxSlotsAhead < 0 || maxEmptySlots < 0 || threads < 1 || batchedSignatures < 1) {
      throw new IllegalArgumentException(
          "bounds must not be negative, and threads and batch at least 1: %d, %d, %d, %d"
              .formatted(maxSlotsAhead, maxEmptySlots, threads, batchedSignatures));
    }
  }

  public ReplaySettings withThreads(int count) {
    return new ReplaySettings(maxSlotsAhead, maxEmptySlots, count, batchedSignatures);
  }

  public ReplaySettings withMaxEmptySlots(long slots) {
    return new ReplaySettings(maxSlotsAhead, slots, threads, batchedSignatures);
  }
}
