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
 * @param mostStates with a {@link History}: how many post-states are held in memory; the head's,
 *     the justified and the finalized one count, and are held whatever the number. Without a
 *     history all are
 * @param mostRebuilt how many blocks may be executed again to make one state that is not held; a
 *     block that would cost more is {@code error}
 */
public record ReplaySettings(
    long maxSlotsAhead,
    long maxEmptySlots,
    int threads,
    int batchedSignatures,
    int mostStates,
    int mostRebuilt) {

  /**
   * 131,072 slots (about nine days) ahead of the parent, with and without a clock: some 5 s of work
   * for 16 validators. All processors. 512 states. 65,536 blocks executed again: some 20 s of work.
   */
  public static ReplaySettings defaults() {
    return new ReplaySettings(
        1 << 17, 1 << 17, Runtime.getRuntime().availableProcessors(), 96, 512, 1 << 16);
  }

  public ReplaySettings {
    if (maxSlotsAhead < 0 || maxEmptySlots < 0 || mostRebuilt < 0) {
      throw new IllegalArgumentException(
          "bounds must not be negative: %d, %d, %d"
              .formatted(maxSlotsAhead, maxEmptySlots, mostRebuilt));
    }
    if (threads < 1 || batchedSignatures < 1 || mostStates < 1) {
      throw new IllegalArgumentException(
          "threads, batch and states must be at least 1: %d, %d, %d"
              .formatted(threads, batchedSignatures, mostStates));
    }
  }

  public ReplaySettings withThreads(int count) {
    return new ReplaySettings(
        maxSlotsAhead, maxEmptySlots, count, batchedSignatures, mostStates, mostRebuilt);
  }

  public ReplaySettings withMaxSlotsAhead(long slots) {
    return new ReplaySettings(
        slots, maxEmptySlots, threads, batchedSignatures, mostStates, mostRebuilt);
  }

  public ReplaySettings withMaxEmptySlots(long slots) {
    return new ReplaySettings(
        maxSlotsAhead, slots, threads, batchedSignatures, mostStates, mostRebuilt);
  }

  public ReplaySettings withMostStates(int most) {
    return new ReplaySettings(
        maxSlotsAhead, maxEmptySlots, threads, batchedSignatures, most, mostRebuilt);
  }

  public ReplaySettings withMostRebuilt(int blocks) {
    return new ReplaySettings(
        maxSlotsAhead, maxEmptySlots, threads, batchedSignatures, mostStates, blocks);
  }
}
