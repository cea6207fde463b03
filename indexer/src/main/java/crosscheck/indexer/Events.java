package crosscheck.indexer;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The events of one transaction, in order, written at its end. */
final class Events {

  private final Handle handle;
  private final PreparedBatch batch;
  private int count;

  Events(Handle handle) {
    this.handle = handle;
    this.batch = handle.prepareBatch(Sql.named("insert_event"));
  }

  /**
   * @param payload names and values by turns
   */
  void add(Instant at, String type, OptionalLong inputId, Object... payload) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < payload.length; i += 2) {
      values.put((String) payload[i], payload[i + 1]);
    }
    batch
        .bind("happened_at", Inbox.at(at))
        .bind("type", type)
        .bind("input_id", inputId.isPresent() ? (Long) inputId.getAsLong() : null)
        .bind("payload", Operations.json(values))
        .add();
    count++;
  }

  /** Writes them, and tells listeners once the transaction commits. */
  void write() {
    if (count > 0) {
      batch.execute();
      handle.createQuery(Sql.named("notify_events")).mapTo(String.class).findOne();
    }
  }
}
