package crosscheck.indexer;

/**
 * How often the chain in memory is written down, and how much of it is kept. What is not kept costs
 * time at a restart, or when an old fork goes on.
 *
 * @param spacing valid blocks between two snapshots, for small states
 * @param bytesPerBlock a state has to be worth it: so many bytes of its SSZ make the spacing one
 *     block wider
 * @param mostBytes bound on the compressed states kept, together; the newest one stays in any case
 */
public record SnapshotSettings(int spacing, int bytesPerBlock, long mostBytes) {

  /**
   * 512 blocks at 16 validators, some 1,800 at 100,000: there as here, restarting takes some
   * seconds at most. 1 GiB.
   */
  public static final SnapshotSettings DEFAULT = new SnapshotSettings(512, 16 << 10, 1L << 30);

  public SnapshotSettings {
    if (spacing < 1 || bytesPerBlock < 1 || mostBytes < 0) {
      throw new IllegalArgumentException(
          "spacing and bytes must be at least 1, and the bound not negative: %d, %d, %d"
              .formatted(spacing, bytesPerBlock, mostBytes));
    }
  }

  /** Blocks between two snapshots of states of this size, SSZ. */
  int spacing(int sszBytes) {
    return spacing + sszBytes / bytesPerBlock;
  }
}
