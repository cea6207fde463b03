package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What the planner believes of the tables, against what is in them. */
final class StatisticsTest {

  @Test
  void tellsThePlannerWhenTheTablesHaveDoubled() {
    try (Database database = TestDatabase.create();
        Handle handle = database.jdbi().open()) {
      Statistics statistics = new Statistics(handle, 0);
      fill(handle, 1, 500);
      statistics.after(999);
      assertThat(believed(handle)).isZero();
      statistics.after(1_000);
      assertThat(believed(handle)).isEqualTo(500);
      fill(handle, 501, 700);
      statistics.after(1_999);
      assertThat(believed(handle)).isEqualTo(500);
      statistics.after(2_000);
      assertThat(believed(handle)).isEqualTo(700);
    }
  }

  @Test
  void leavesADatabaseThatWasThereBeforeUntilItHasDoubled() {
    try (Database database = TestDatabase.create();
        Handle handle = database.jdbi().open()) {
      Statistics statistics = new Statistics(handle, 5_000);
      fill(handle, 1, 500);
      statistics.after(9_999);
      assertThat(believed(handle)).isZero();
      statistics.after(10_000);
      assertThat(believed(handle)).isEqualTo(500);
    }
  }

  private static void fill(Handle handle, int from, int to) {
    handle.execute(
        "insert into checkpoints (epoch, root) select n, sha256(int4send(n))"
            + " from generate_series(?, ?) n",
        from,
        to);
  }

  private static long believed(Handle handle) {
    return handle
        .createQuery("select reltuples::bigint from pg_class where relname = 'checkpoints'")
        .mapTo(Long.class)
        .one();
  }
}
