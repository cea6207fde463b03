package crosscheck.api;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What happened, in order: the append-only table of events. */
final class Events {

  private static final String AFTER =
      """
      select id, type, happened_at, input_id, payload::text as payload
      from events
      where id > :after
      order by id
      limit :limit
      """;

  private static final String LATEST =
      """
      select coalesce(max(id), 0)
      from events
      """;

  /** Events with an id greater than {@code after}, the oldest first. */
  List<Event> after(Handle handle, long after, int limit) {
    return handle
        .createQuery(AFTER)
        .bind("after", after)
        .bind("limit", limit)
        .map(
            (row, context) -> {
              long input = row.getLong("input_id");
              Optional<Long> inputId = row.wasNull() ? Optional.empty() : Optional.of(input);
              return new Event(
                  row.getLong("id"),
                  row.getString("type"),
                  row.getTimestamp("happened_at").toInstant(),
                  inputId,
                  Json.parse(row.getString("payload")));
            })
        .list();
  }

  /** A page of events; its cursor is the id to go on after. */
  Json.Page<List<Event>> page(Handle handle, long after, int limit) {
    List<Event> found = after(handle, after, limit + 1);
    boolean more = found.size() > limit;
    List<Event> page = more ? found.subList(0, limit) : found;
    Optional<String> next =
        more ? Optional.of(String.valueOf(page.get(page.size() - 1).id())) : Optional.empty();
    return new Json.Page<>(page, new Json.Meta(next));
  }

  /** The greatest id; 0 when nothing happened yet. */
  long latest(Handle handle) {
    return handle.createQuery(LATEST).mapTo(Long.class).one();
  }
}
