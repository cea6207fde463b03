package crosscheck.indexer.follow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Events on their way into the database, in order: collected during a transaction, written at its
 * end. Everybody who writes events does it here.
 */
public final class Events {

  private final Handle handle;
  private final List<Event> collected = new ArrayList<>();

  private record Event(
      Instant at, String type, OptionalLong inputId, Map<String, Object> payload) {}

  /**
   * @param handle the connection they are written to; the caller makes the transactions
   */
  public Events(Handle handle) {
    this.handle = handle;
  }

  /**
   * @param type as listed in the manual of the database
   * @param payload names and values by turns; none for an event whose payload {@code events} tells
   */
  public void add(Instant at, String type, OptionalLong inputId, Object... payload) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < payload.length; i += 2) {
      values.put((String) payload[i], payload[i + 1]);
    }
    collected.add(new Event(at, type, inputId, values));
  }

  /**
   * Writes what was collected, and tells listeners once the transaction commits. To be called last
   * in the transaction: from here to its end nobody else writes events, so that a reader never sees
   * an id after a greater one.
   */
  public void write() {
    if (collected.isEmpty()) {
      return;
    }
    handle.createQuery(Sql.named("lock_events")).mapTo(String.class).findOne();
    PreparedBatch batch = handle.prepareBatch(Sql.named("insert_event"));
    for (Event event : collected) {
      batch
          .bind("happened_at", Columns.at(event.at()))
          .bind("type", event.type())
          .bind("input_id", event.inputId().isPresent() ? (Long) event.inputId().getAsLong() : null)
          .bind("payload", event.payload().isEmpty() ? null : Columns.json(event.payload()))
          .add();
    }
    batch.execute();
    collected.clear();
    handle.createQuery(Sql.named("notify_events")).mapTo(String.class).findOne();
  }
}
