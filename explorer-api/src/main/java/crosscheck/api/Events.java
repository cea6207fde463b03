package crosscheck.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

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

  /** Nearly every event is of these: they are found by id, all others by type. */
  private static final Set<String> COMMON = Set.of("block_judged", "head_changed");

  /** By id, among all events: nearly every one is of these types. */
  private static final String COMMON_ONES =
      """
      (select id
      from event_log
      where type = any (cast(:common as event_type[])) and id BEYOND
      order by id DIRECTION
      limit :limit)
      """;

  /** By type: each is looked for by itself, so that the rarest are found as quickly. */
  private static final String RARE_ONES =
      """
      (select l.id
      from unnest(cast(:rare as event_type[])) as wanted (type)
      cross join lateral (
        select id
        from event_log
        where type = wanted.type and type not in ('block_judged', 'head_changed') and id BEYOND
        order by id DIRECTION
        limit :limit) l)
      """;

  private static final String BEFORE =
      """
      select id, type, happened_at, input_id, payload::text as payload
      from events
      where id < :before
      order by id desc
      limit :limit
      """;

  private static final String LATEST =
      """
      select coalesce(max(id), 0)
      from event_log
      """;

  /** Every type, in the order of {@code db/README.md}. */
  static final List<String> TYPES =
      List.of(
          "block_waiting",
          "block_judged",
          "block_failed",
          "head_changed",
          "justified_changed",
          "finalized_changed",
          "epoch_ended",
          "fork_created",
          "reorg",
          "node_finalized",
          "node_disagrees",
          "source_changed",
          "offence_found",
          "alert_opened",
          "alert_escalated",
          "alert_acknowledged",
          "alert_resolved",
          "exercise_started",
          "goal_passed",
          "goal_failed",
          "exercise_ended");

  static final Parameter<Set<String>> TYPE =
      Parameters.several("type", "Events of these types.", TYPES);

  static final Parameter<String> ORDER =
      Parameters.oneOf(
          "order", "The oldest first (asc, as usual) or the latest.", List.of("asc", "desc"));

  /**
   * A part of the events.
   *
   * @param types of these; all when empty
   * @param latestFirst the order
   * @param cursor ids beyond this one, in that order; from the beginning when empty
   */
  record Filter(Set<String> types, boolean latestFirst, OptionalLong cursor, int limit) {

    static Filter of(Given given) {
      return new Filter(
          given.get(TYPE).orElse(Set.of()),
          given.get(ORDER).equals(Optional.of("desc")),
          given.cursor(),
          given.limit());
    }
  }

  /** Events with an id greater than {@code after}, the oldest first. */
  List<Event> after(Handle handle, long after, int limit) {
    return find(handle, new Filter(Set.of(), false, OptionalLong.of(after), limit));
  }

  private static List<Event> find(Handle handle, Filter filter) {
    if (!filter.types().isEmpty()) {
      return ofTypes(handle, filter);
    }
    Query query =
        handle.createQuery(Reader.limited(filter.latestFirst() ? BEFORE : AFTER, filter.limit()));
    return read(query, filter);
  }

  private static List<Event> ofTypes(Handle handle, Filter filter) {
    Map<Boolean, List<String>> types =
        filter.types().stream().collect(Collectors.partitioningBy(COMMON::contains));
    List<String> common = types.get(true);
    List<String> rare = types.get(false);
    Query query =
        handle.createQuery(
            Reader.limited(sql(!common.isEmpty(), !rare.isEmpty(), filter), filter.limit()));
    if (!common.isEmpty()) {
      query.bindArray("common", String.class, common);
    }
    if (!rare.isEmpty()) {
      query.bindArray("rare", String.class, rare);
    }
    return read(query, filter);
  }

  /**
   * The statement for events of some types; a test looks at its plans. No part is asked for
   * nothing: the common ones would be looked for to the end of the log. What the view joins is
   * looked up for each event that was found.
   */
  static String sql(boolean common, boolean rare, Filter filter) {
    String parts =
        common && rare ? COMMON_ONES + "union all\n" + RARE_ONES : common ? COMMON_ONES : RARE_ONES;
    return """
        with found as materialized (
        select id
        from (
        PARTS) parts
        order by id DIRECTION
        limit :limit)
        select e.id, e.type, e.happened_at, e.input_id, e.payload::text as payload
        from found
        cross join lateral (select * from events where id = found.id offset 0) e
        order by e.id DIRECTION
        """
        .replace("PARTS", parts)
        .replace("BEYOND", filter.latestFirst() ? "< :before" : "> :after")
        .replace("DIRECTION", filter.latestFirst() ? "desc" : "asc");
  }

  private static List<Event> read(Query query, Filter filter) {
    if (filter.latestFirst()) {
      query.bind("before", filter.cursor().orElse(Long.MAX_VALUE));
    } else {
      query.bind("after", filter.cursor().orElse(0));
    }
    return query.map((row, context) -> read(row)).list();
  }

  private static Event read(ResultSet row) throws SQLException {
    long input = row.getLong("input_id");
    Optional<Long> inputId = row.wasNull() ? Optional.empty() : Optional.of(input);
    return new Event(
        row.getLong("id"),
        row.getString("type"),
        row.getTimestamp("happened_at").toInstant(),
        inputId,
        Json.parse(row.getString("payload")));
  }

  /** A page of events; its cursor is the id to go on from. */
  Json.Page<List<Event>> page(Handle handle, Filter filter) {
    Filter oneMore =
        new Filter(filter.types(), filter.latestFirst(), filter.cursor(), filter.limit() + 1);
    return Json.Page.of(find(handle, oneMore), filter.limit(), event -> String.valueOf(event.id()));
  }

  /** The greatest id; 0 when nothing happened yet. */
  long latest(Handle handle) {
    return handle.createQuery(LATEST).mapTo(Long.class).one();
  }
}
