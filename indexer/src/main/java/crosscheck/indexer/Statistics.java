package crosscheck.indexer;

import org.jdbi.v3.core.Handle;

/**
 * Keeps what Postgres knows of its tables near the truth while they grow quickly. Autovacuum comes
 * after a minute, until which a database that has caught up with a long chain is read by plans made
 * for empty tables; and it never looks at a partitioned table as a whole.
 */
final class Statistics {

  private static final String ANALYZE =
      "analyze inputs, decoded_blocks, verdicts, head_changes, event_log, further_observations,"
          + " checkpoints, epochs, duties";

  /** Of fewer rows the planner needs to know nothing. */
  private static final long FEW = 1_000;

  private final Handle handle;
  private long next;

  /**
   * @param importOrder number of final verdicts that are in the database
   */
  Statistics(Handle handle, long importOrder) {
    this.handle = handle;
    this.next = Math.max(FEW, 2 * importOrder);
  }

  /** To be called outside of a transaction; does something each time the tables have doubled. */
  void after(long importOrder) {
    if (importOrder >= next) {
      handle.execute(ANALYZE);
      next = 2 * importOrder;
    }
  }
}
