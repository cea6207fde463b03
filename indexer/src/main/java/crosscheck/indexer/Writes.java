package crosscheck.indexer;

import crosscheck.indexer.follow.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What one page writes, collected and sent statement by statement: a block costs no round trip of
 * its own. Who asks the database for something that depends on the page flushes first.
 */
final class Writes {

  /** In the order in which they must take effect. */
  private static final List<String> STATEMENTS =
      List.of(
          "wait_for",
          "write_verdict",
          "insert_proposer_slashing",
          "insert_attester_slashing",
          "insert_deposit",
          "insert_voluntary_exit",
          "insert_transfer",
          "insert_head_change");

  /** Of these each row must find what it changes: an unjudged input. */
  private static final List<String> ONE_EACH = List.of("wait_for", "write_verdict");

  private final Handle handle;
  private final Map<String, PreparedBatch> batches = new HashMap<>();
  private final List<Map<String, Object>> validVerdicts = new ArrayList<>();
  private final List<byte[]> becameValid = new ArrayList<>();
  private final List<Long> settled = new ArrayList<>();

  Writes(Handle handle) {
    this.handle = handle;
  }

  /** One more row of a statement. */
  void add(String statement, Map<String, ?> columns) {
    batches
        .computeIfAbsent(statement, name -> handle.prepareBatch(Sql.named(name)))
        .bindMap(columns)
        .add();
  }

  /** The verdict on an input. */
  void verdict(VerdictRow row, long importOrder) {
    Map<String, Object> columns = row.columns(importOrder);
    if (row.saysNoMoreThanValid()) {
      validVerdicts.add(columns);
    } else {
      add("write_verdict", columns);
    }
  }

  /** Children that wait for this block need not any longer. */
  void releaseChildren(Bytes32 root) {
    becameValid.add(root.toArrayUnsafe());
  }

  /** An input that is no junk: it has a verdict, and is not malformed. */
  void settle(long inputId) {
    settled.add(inputId);
  }

  /** Sends what was collected. */
  void flush() {
    for (String statement : STATEMENTS) {
      PreparedBatch batch = batches.get(statement);
      if (batch != null && batch.size() > 0) {
        int[] counts = batch.execute();
        if (ONE_EACH.contains(statement)) {
          requireOneEach(statement, counts);
        }
      }
    }
    writeValidVerdicts();
    if (!becameValid.isEmpty()) {
      handle
          .createUpdate(Sql.named("release_children"))
          .bind("parent_roots", becameValid.toArray(byte[][]::new))
          .execute();
      becameValid.clear();
    }
    if (!settled.isEmpty()) {
      handle
          .createUpdate(Sql.named("settle_inputs"))
          .bindArray("input_ids", Long.class, settled)
          .execute();
      settled.clear();
    }
  }

  private void writeValidVerdicts() {
    if (validVerdicts.isEmpty()) {
      return;
    }
    int count =
        handle
            .createUpdate(Sql.named("write_valid_verdicts"))
            .bindArray("input_ids", Long.class, column("input_id"))
            .bindArray("import_orders", Long.class, column("import_order"))
            .bindArray("judged_at", String.class, texts("judged_at"))
            .bindArray("judging_micros", Integer.class, column("judging_micros"))
            .bindArray("justified_ids", Integer.class, column("justified_id"))
            .bindArray("finalized_ids", Integer.class, column("finalized_id"))
            .bindArray("proposer_indices", Long.class, column("proposer_index"))
            .bindArray("fork_ids", Integer.class, column("fork_id"))
            .bindArray("off_chain", Boolean.class, column("off_chain"))
            .execute();
    if (count != validVerdicts.size()) {
      throw new IllegalStateException("write_valid_verdicts met an input that is judged already");
    }
    validVerdicts.clear();
  }

  private List<Object> column(String name) {
    return validVerdicts.stream().map(columns -> columns.get(name)).toList();
  }

  private List<String> texts(String name) {
    return column(name).stream().map(Object::toString).toList();
  }

  private static void requireOneEach(String statement, int[] counts) {
    for (int count : counts) {
      if (count != 1) {
        throw new IllegalStateException(statement + " met an input that is judged already");
      }
    }
  }
}
