package crosscheck.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Alerts: what an operator should know. */
final class Alerts {

  private static final int MOST_BYTES = 4 << 10;
  private static final Pattern BY = Pattern.compile("[^\\p{Cntrl}]{0,79}[^\\p{Cntrl}\\s]");

  /** Most entries of the feed. */
  static final int MOST_NEWS = 100;

  /** Most steps in the timeline of an alert. */
  static final int MOST_STEPS = 200;

  private static final String COLUMNS =
      """
      select id, rule, cause, severity::text as severity, title, details::text as details, node,
             opened_at, escalated_at, acknowledged_at, acknowledged_by, resolved_at, last_seen_at,
             occurrence_count
      from alerts
      """;

  private static final String ONE = COLUMNS + "where id = :id\n";

  private static final String TIMELINE =
      """
      select id, type::text as type, happened_at, payload ->> 'severity' as severity,
             payload ->> 'title' as title, payload ->> 'by' as by
      from event_log
      where payload ->> 'alert_id' = cast(:id as text)
      order by id
      limit :limit
      """;

  private static final String NEWS =
      """
      select id, rule, severity::text as severity, title, 'opened' as what, opened_at as at
      from (select * from alerts order by id desc limit :limit) opened
      union all
      select id, rule, severity::text, title, 'resolved', resolved_at
      from (select * from alerts where resolved_at is not null
        order by resolved_at desc limit :limit) resolved
      order by at desc, id desc, what
      limit :limit
      """;

  /** How an alert stands. */
  enum State {
    /** Nobody has acknowledged it. */
    OPEN("(resolved_at is null and acknowledged_at is null)"),
    /** Somebody deals with it. */
    ACKNOWLEDGED("(resolved_at is null and acknowledged_at is not null)"),
    /** It has ended by itself. */
    RESOLVED("(resolved_at is not null)");

    private final String condition;

    State(String condition) {
      this.condition = condition;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
      return Arrays.stream(values()).map(State::word).toList();
    }
  }

  /** Severities, the mildest first. */
  static final List<String> SEVERITIES = List.of("info", "warning", "critical");

  static final Parameter<Set<String>> STATE =
      Parameters.several("state", "Alerts in one of these states.", State.words());
  static final Parameter<Set<String>> SEVERITY =
      Parameters.several("severity", "Alerts of one of these severities.", SEVERITIES);
  static final Parameter<Set<String>> RULE =
      Parameters.names("rule", "Alerts of one of these rules.");
  static final Parameter<Long> ALERT_ID = Parameters.id("alert_id", "Which alert.").inThePath();

  /**
   * An alert.
   *
   * @param cause what it is about, in the rule's own form; one open alert for each
   * @param state see {@link State}
   * @param details more, by rule
   * @param node the node it is about
   * @param occurrenceCount how often it happened, or came back
   */
  record AlertJson(
      long id,
      String rule,
      String cause,
      String severity,
      String state,
      String title,
      JsonNode details,
      Optional<String> node,
      Instant openedAt,
      Optional<Instant> escalatedAt,
      Optional<Instant> acknowledgedAt,
      Optional<String> acknowledgedBy,
      Optional<Instant> resolvedAt,
      Instant lastSeenAt,
      long occurrenceCount) {}

  /**
   * An alert with all that happened to it, the oldest first, at most {@link #MOST_STEPS}.
   *
   * @param timeline the events that told of it
   */
  record Detail(@JsonUnwrapped AlertJson alert, List<Step> timeline) {}

  /**
   * Something that happened to an alert.
   *
   * @param what {@code opened} (also again), {@code escalated}, {@code acknowledged}, {@code
   *     resolved}
   * @param title as it was then
   * @param by who acknowledged it
   */
  record Step(
      long eventId,
      String what,
      Instant happenedAt,
      String severity,
      String title,
      Optional<String> by) {}

  /** Something the feed tells: {@code what} is opened or resolved. */
  record News(long id, String rule, String severity, String title, String what, Instant at) {}

  /**
   * Which alerts a list has; an empty set means all.
   *
   * @param before only those with a smaller id
   */
  record Filter(
      Set<String> states,
      Set<String> severities,
      Set<String> rules,
      OptionalLong before,
      int limit) {

    static Filter of(Given given) {
      return new Filter(
          given.get(STATE).orElse(Set.of()),
          given.get(SEVERITY).orElse(Set.of()),
          given.get(RULE).orElse(Set.of()),
          given.cursor(),
          given.limit());
    }
  }

  /** Alerts, the latest opened first. */
  Json.Page<List<AlertJson>> list(Handle handle, Filter filter) {
    List<String> conditions = new ArrayList<>();
    if (!filter.states().isEmpty()) {
      conditions.add(
          filter.states().stream()
              .map(word -> State.valueOf(word.toUpperCase(Locale.ROOT)).condition)
              .collect(Collectors.joining(" or ", "(", ")")));
    }
    if (!filter.severities().isEmpty()) {
      conditions.add("severity::text in (<severities>)");
    }
    if (!filter.rules().isEmpty()) {
      conditions.add("rule in (<rules>)");
    }
    if (filter.before().isPresent()) {
      conditions.add("id < :before");
    }
    String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions) + "\n";
    Query query =
        handle.createQuery(
            Reader.limited(
                COLUMNS + where + "order by id desc\nlimit :limit\n", filter.limit() + 1));
    if (!filter.severities().isEmpty()) {
      query.bindList("severities", List.copyOf(filter.severities()));
    }
    if (!filter.rules().isEmpty()) {
      query.bindList("rules", List.copyOf(filter.rules()));
    }
    filter.before().ifPresent(id -> query.bind("before", id));
    List<AlertJson> found = query.map((row, context) -> read(row)).list();
    boolean more = found.size() > filter.limit();
    List<AlertJson> page = more ? found.subList(0, filter.limit()) : found;
    Optional<String> next =
        more ? Optional.of(String.valueOf(page.get(page.size() - 1).id())) : Optional.empty();
    return new Json.Page<>(page, new Json.Meta(next));
  }

  /**
   * One alert.
   *
   * @throws ApiException 404 when there is none
   */
  Detail one(Handle handle, long id) {
    AlertJson alert =
        handle
            .createQuery(ONE)
            .bind("id", id)
            .map((row, context) -> read(row))
            .findOne()
            .orElseThrow(() -> ApiException.notFound("There is no alert " + id + "."));
    List<Step> timeline =
        handle
            .createQuery(Reader.limited(TIMELINE, MOST_STEPS))
            .bind("id", id)
            .map(
                (row, context) ->
                    new Step(
                        row.getLong("id"),
                        row.getString("type").substring("alert_".length()),
                        row.getTimestamp("happened_at").toInstant(),
                        row.getString("severity"),
                        row.getString("title"),
                        Optional.ofNullable(row.getString("by"))))
            .list();
    return new Detail(alert, timeline);
  }

  /** Acknowledges the alert that the path names; answers with 204. */
  static void acknowledge(ChangeMakers who, Context request, Given given) {
    long id = given.of(ALERT_ID);
    RequestBody.type(request, "application/json");
    String by = by(new String(RequestBody.bytes(request, MOST_BYTES), StandardCharsets.UTF_8));
    switch (who.reader().read(handle -> who.acknowledgements().acknowledge(id, by))) {
      case DONE -> request.status(204);
      case ALREADY -> throw ApiException.conflict("Alert " + id + " was acknowledged before.");
      case RESOLVED -> throw ApiException.conflict("Alert " + id + " is resolved.");
      case UNKNOWN -> throw ApiException.notFound("There is no alert " + id + ".");
    }
  }

  private static String by(String body) {
    JsonNode by;
    try {
      by = Json.parse(body).path("by");
    } catch (RuntimeException e) {
      throw ApiException.badRequest("The body must be JSON: {\"by\": \"your name\"}.");
    }
    if (!by.isTextual() || !BY.matcher(by.asText()).matches()) {
      throw ApiException.badRequest(
          "The body must say who acknowledges, in 1 to 80 characters: {\"by\": \"your name\"}.");
    }
    return by.asText();
  }

  /** The latest openings and ends, the latest first. */
  List<News> news(Handle handle) {
    return handle
        .createQuery(Reader.limited(NEWS, MOST_NEWS))
        .map(
            (row, context) ->
                new News(
                    row.getLong("id"),
                    row.getString("rule"),
                    row.getString("severity"),
                    row.getString("title"),
                    row.getString("what"),
                    row.getTimestamp("at").toInstant()))
        .list();
  }

  private static AlertJson read(ResultSet row) throws SQLException {
    Optional<Instant> acknowledged = time(row, "acknowledged_at");
    Optional<Instant> resolved = time(row, "resolved_at");
    State state =
        resolved.isPresent()
            ? State.RESOLVED
            : acknowledged.isPresent() ? State.ACKNOWLEDGED : State.OPEN;
    return new AlertJson(
        row.getLong("id"),
        row.getString("rule"),
        row.getString("cause"),
        row.getString("severity"),
        state.word(),
        row.getString("title"),
        Json.parse(row.getString("details")),
        Optional.ofNullable(row.getString("node")),
        row.getTimestamp("opened_at").toInstant(),
        time(row, "escalated_at"),
        acknowledged,
        Optional.ofNullable(row.getString("acknowledged_by")),
        resolved,
        row.getTimestamp("last_seen_at").toInstant(),
        row.getLong("occurrence_count"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(at -> at.toInstant());
  }
}
