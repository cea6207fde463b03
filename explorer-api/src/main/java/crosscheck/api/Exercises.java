package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Exercises: their runs, how each goal stands, and which clients have done what together.
 *
 * <p>The detail of a run is its report. That of a run over this network is made of the tables; that
 * of an earlier one was entered as a whole, so both have one form.
 */
final class Exercises {

  /** How a run stands. */
  static final List<String> STATES = List.of("running", "passed", "failed");

  static final Parameter<Set<String>> STATE =
      Parameters.several("state", "Runs in one of these states.", STATES);
  static final Parameter<String> EXERCISE =
      Parameters.name("exercise", "Runs of the exercise with this number or tag.");
  static final Parameter<Long> EXERCISE_ID = Parameters.id("exercise_id", "Which run.").inThePath();

  /** Of each list of a report. */
  static final int MOST_ENTRIES = 200;

  /** Of a scenario. */
  private static final int MOST_BYTES = 64 << 10;

  private static final String COLUMNS =
      """
      select e.id, e.run, e.name, e.exercise, e.variant, e.machines, e.clients::text as clients,
        e.paced_by, e.state, e.started_at, e.start_slot, e.deadline_slot, e.ended_at, e.end_slot,
        e.passed_count, e.failed_count, e.goal_count, e.report is not null as entered
      from exercises e
      """;

  private static final String ONE = COLUMNS + "where e.id = :id\n";

  private static final String ENTERED =
      """
      select report::text
      from exercises
      where id = :id and report is not null
      """;

  private static final String GOALS =
      """
      select goal, node, client, standing, kind, limits::text as limits, words, deadline_slot,
        state, progress, slot, decided_at, reason, evidence::text as evidence
      from exercise_goals
      where exercise_id = :id
      order by position
      """;

  private static final String SCENARIO =
      """
      select e.scenario::text as scenario, n.config_name, n.spec_version,
        n.genesis_time::text as genesis_time, n.genesis_root, n.config::text as config,
        coalesce((select max(validator_count) from epochs), 0) as validators
      from exercises e cross join networks n
      where e.id = :id
      """;

  private static final String NODES =
      """
      select n.name, s.state, s.message, s.client_version, s.head_slot::text as head_slot,
        s.finalized_epoch::text as finalized_epoch
      from node_status s join nodes n on n.id = s.node_id
      order by n.name
      """;

  private static final String COUNTS =
      """
      select
        count(*) filter (where v.status = 'valid') as valid,
        count(*) filter (where v.status = 'invalid') as invalid,
        count(*) filter (where v.status = 'malformed') as malformed,
        count(*) filter (where v.status = 'error') as error
      from exercises e
        cross join inputs i
        join verdicts v on v.input_id = i.id
      where e.id = :id
        and (e.paced_by = 'chain' or i.received_at >= e.started_at)
        and (e.ended_at is null or e.paced_by = 'chain' or i.received_at <= e.ended_at)
      """;

  private static final String INVALID =
      """
      select b.root, b.slot::text as slot, b.proposer_index, v.failure_function, v.failure_check,
        v.failure_message, v.failure_path,
        (select string_agg(distinct n.name, ', ')
         from observations o join nodes n on n.id = o.node_id
         where o.input_id = v.input_id) as nodes
      from exercises e
        cross join verdicts v
        join inputs i on i.id = v.input_id
        left join blocks b on b.input_id = v.input_id
      where e.id = :id and v.status in ('invalid', 'malformed') and v.invalid_ancestor_root is null
        and (e.paced_by = 'chain' or i.received_at >= e.started_at)
        and (e.ended_at is null or e.paced_by = 'chain' or i.received_at <= e.ended_at)
      order by v.import_order
      limit :limit
      """;

  private static final String FORKS =
      """
      select f.id, f.base_root, f.base_slot::text as base_slot, f.first_slot::text as first_slot,
        f.tip_slot::text as tip_slot, f.block_count
      from exercises e cross join forks f
      where e.id = :id and f.id > 0
        and (e.paced_by = 'chain' or f.created_at >= e.started_at)
        and (e.ended_at is null or e.paced_by = 'chain' or f.created_at <= e.ended_at)
      order by f.id
      limit :limit
      """;

  private static final String OFFENCES =
      """
      select o.id, o.kind::text as kind, o.epoch::text as epoch, o.validator_indices::text as validators
      from exercises e cross join offences o
      where e.id = :id and o.kind <> 'block_copies'
        and (e.paced_by = 'chain' or o.found_at >= e.started_at)
        and (e.ended_at is null or e.paced_by = 'chain' or o.found_at <= e.ended_at)
      order by o.id
      limit :limit
      """;

  private static final String ALERTS =
      """
      select a.id, a.rule, a.severity::text as severity, a.title, a.opened_at, a.resolved_at
      from exercises e cross join alerts a
      where e.id = :id and a.opened_at >= e.started_at
        and (e.ended_at is null or e.paced_by = 'chain' or a.opened_at <= e.ended_at)
      order by a.id
      limit :limit
      """;

  private static final String TIMELINE =
      """
      with span as (
        select min(l.id) as first,
          coalesce(max(l.id) filter (where l.type::text = 'exercise_ended'), 9223372036854775807)
            as last
        from event_log l
        where l.payload ->> 'exercise_id' = :name
      )
      select e.id, e.happened_at, e.type::text as type, e.payload::text as payload
      from span s join events e on e.id between s.first and s.last
      where e.type::text in ('finalized_changed', 'fork_created', 'reorg', 'node_disagrees',
          'offence_found', 'alert_opened', 'alert_resolved')
        or (e.type::text in ('exercise_started', 'goal_passed', 'goal_failed', 'exercise_ended')
          and e.payload ->> 'exercise_id' = :name)
        or (e.type::text = 'block_judged' and e.payload ->> 'status' in ('invalid', 'malformed'))
      order by e.id
      limit :limit
      """;

  private static final String RUNS =
      """
      select e.id, e.exercise, e.variant, e.state, e.started_at,
        e.clients ->> 'A' as a, coalesce(e.clients ->> 'B', e.clients ->> 'A') as b
      from exercises e
      order by e.started_at, e.id
      """;

  /** How many of the goals, each for each node, stand how. */
  record Score(int passed, int failed, int pending) {}

  /**
   * A run.
   *
   * @param run a UUID, the same wherever its result is entered
   * @param clients by role
   * @param pacedBy {@code clock} or {@code chain}
   * @param entered whether it is the result of an earlier run, perhaps of another network
   */
  record ExerciseJson(
      long id,
      String run,
      String name,
      String exercise,
      String variant,
      String machines,
      JsonNode clients,
      String pacedBy,
      String state,
      Instant startedAt,
      String startSlot,
      String deadlineSlot,
      Optional<Instant> endedAt,
      Optional<String> endSlot,
      Score score,
      boolean entered) {}

  /** A goal, and the node it is asked of; empty: the network. */
  record GoalJson(
      String goal,
      Optional<String> node,
      Optional<String> client,
      String standing,
      String kind,
      JsonNode limits,
      String words,
      String deadlineSlot,
      String state,
      Optional<String> progress,
      Optional<String> slot,
      Optional<Instant> decidedAt,
      Optional<String> reason,
      JsonNode evidence) {}

  /** A line of the time line. */
  record Moment(
      long eventId,
      Instant at,
      Optional<String> slot,
      String type,
      String words,
      JsonNode payload) {}

  /** Runs of one client in role A with one in role B. */
  record Cell(String a, String b, int passed, int failed, int running, List<Latest> exercises) {}

  /** The latest run of an exercise and variant in a cell. */
  record Latest(String exercise, String variant, String state, long id) {}

  /** Client × client. */
  record Matrix(List<String> clients, List<Cell> cells) {}

  /** Which runs a list has. */
  record Filter(Set<String> states, Optional<String> exercise, OptionalLong before, int limit) {

    static Filter of(Given given) {
      return new Filter(
          given.get(STATE).orElse(Set.of()), given.get(EXERCISE), given.cursor(), given.limit());
    }
  }

  /** An exercise that was begun. */
  record Begun(long id) {}

  /** Begins the exercise whose scenario is the body; answers with 201 and its id. */
  static void begin(ChangeMakers who, Context request, Given given) {
    RequestBody.type(request, "application/json", "application/yaml");
    String body = new String(RequestBody.bytes(request, MOST_BYTES), StandardCharsets.UTF_8);
    ExerciseControl.Checked scenario;
    try {
      scenario = who.exercises().check(body);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(e.getMessage() + ".");
    }
    ExerciseControl.Outcome outcome = who.reader().read(handle -> scenario.begin());
    if (outcome instanceof ExerciseControl.Outcome.Strangers strangers) {
      throw ApiException.conflict(
          "Nothing here follows "
              + String.join(", ", strangers.nodes())
              + ": the names of the scenario's nodes must be those that sources have.");
    }
    if (outcome instanceof ExerciseControl.Outcome.AnotherRuns other) {
      throw ApiException.conflict(
          "Exercise " + other.id() + " runs; another can begin when it has ended.");
    }
    long id = ((ExerciseControl.Outcome.Begun) outcome).id();
    request.status(201).json(new Json.Data<>(new Begun(id)));
  }

  /** Runs, the latest first. */
  Json.Page<List<ExerciseJson>> list(Handle handle, Filter filter) {
    List<String> conditions = new ArrayList<>(List.of("true"));
    if (!filter.states().isEmpty()) {
      conditions.add("e.state in (<states>)");
    }
    filter.exercise().ifPresent(tag -> conditions.add("e.exercise = :exercise"));
    filter.before().ifPresent(id -> conditions.add("e.id < :before"));
    Query query =
        handle.createQuery(
            COLUMNS
                + "where "
                + String.join(" and ", conditions)
                + "\norder by e.id desc\nlimit :limit\n");
    if (!filter.states().isEmpty()) {
      query.bindList("states", List.copyOf(filter.states()));
    }
    filter.exercise().ifPresent(tag -> query.bind("exercise", tag));
    filter.before().ifPresent(id -> query.bind("before", id));
    List<ExerciseJson> found =
        query.bind("limit", filter.limit() + 1).map((row, context) -> read(row)).list();
    return Json.Page.of(found, filter.limit(), run -> String.valueOf(run.id()));
  }

  private static ExerciseJson read(ResultSet row) throws SQLException {
    int passed = row.getInt("passed_count");
    int failed = row.getInt("failed_count");
    return new ExerciseJson(
        row.getLong("id"),
        row.getString("run"),
        row.getString("name"),
        row.getString("exercise"),
        row.getString("variant"),
        row.getString("machines"),
        Json.parse(row.getString("clients")),
        row.getString("paced_by"),
        row.getString("state"),
        row.getTimestamp("started_at").toInstant(),
        row.getString("start_slot"),
        row.getString("deadline_slot"),
        time(row, "ended_at"),
        Optional.ofNullable(row.getString("end_slot")),
        new Score(passed, failed, row.getInt("goal_count") - passed - failed),
        row.getBoolean("entered"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(at -> at.toInstant());
  }

  /**
   * The report of a run: what {@code exercise run --json} writes.
   *
   * @throws ApiException 404 when there is none
   */
  ObjectNode report(Handle handle, long id) {
    ExerciseJson run =
        handle
            .createQuery(ONE)
            .bind("id", id)
            .map((row, context) -> read(row))
            .findOne()
            .orElseThrow(() -> ApiException.notFound("There is no exercise " + id + "."));
    Optional<String> entered =
        handle.createQuery(ENTERED).bind("id", id).mapTo(String.class).findOne();
    if (entered.isPresent()) {
      ObjectNode stored = (ObjectNode) Json.parse(entered.get());
      stored.put("id", Long.toString(id)).put("entered", true);
      return stored;
    }
    ObjectNode report = (ObjectNode) Json.tree(run);
    handle.createQuery(SCENARIO).bind("id", id).map((row, context) -> put(report, row)).one();
    report.set("goals", Json.tree(goals(handle, id)));
    report.set("nodes", nodes(handle, report.at("/scenario/nodes")));
    report.set(
        "blocks",
        Json.tree(handle.createQuery(COUNTS).bind("id", id).map((r, c) -> counts(r)).one()));
    report.set("invalid_blocks", rows(handle, INVALID, id, Exercises::invalid));
    report.set("forks", rows(handle, FORKS, id, Exercises::fork));
    report.set("offences", rows(handle, OFFENCES, id, Exercises::offence));
    report.set("alerts", rows(handle, ALERTS, id, Exercises::alert));
    report.set("timeline", Json.tree(timeline(handle, run, report)));
    return report;
  }

  private static ObjectNode put(ObjectNode report, ResultSet row) throws SQLException {
    JsonNode config = Json.parse(row.getString("config"));
    report.set("scenario", Json.parse(row.getString("scenario")));
    report
        .putObject("network")
        .put("config_name", row.getString("config_name"))
        .put("spec_version", row.getString("spec_version"))
        .put("genesis_time", row.getString("genesis_time"))
        .put("genesis_root", hex(row, "genesis_root"))
        .put("seconds_per_slot", config.path("SECONDS_PER_SLOT").asText())
        .put("slots_per_epoch", config.path("SLOTS_PER_EPOCH").asText())
        .put("validators", row.getInt("validators"));
    return report;
  }

  private static String hex(ResultSet row, String column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? null : org.apache.tuweni.bytes.Bytes.wrap(bytes).toHexString();
  }

  private static List<GoalJson> goals(Handle handle, long id) {
    return handle
        .createQuery(GOALS)
        .bind("id", id)
        .map(
            (row, context) ->
                new GoalJson(
                    row.getString("goal"),
                    Optional.ofNullable(row.getString("node")),
                    Optional.ofNullable(row.getString("client")),
                    row.getString("standing"),
                    row.getString("kind"),
                    Json.parse(row.getString("limits")),
                    row.getString("words"),
                    row.getString("deadline_slot"),
                    row.getString("state"),
                    Optional.ofNullable(row.getString("progress")),
                    Optional.ofNullable(row.getString("slot")),
                    time(row, "decided_at"),
                    Optional.ofNullable(row.getString("reason")),
                    Json.parse(row.getString("evidence"))))
        .list();
  }

  /** The nodes of the scenario, with how they stand. */
  private static JsonNode nodes(Handle handle, JsonNode participants) {
    Map<String, Map<String, String>> status = new LinkedHashMap<>();
    handle
        .createQuery(NODES)
        .map(
            (row, context) -> {
              Map<String, String> node = new LinkedHashMap<>();
              for (String column :
                  List.of("state", "message", "client_version", "head_slot", "finalized_epoch")) {
                node.put(column, row.getString(column));
              }
              return Map.entry(row.getString("name"), node);
            })
        .forEach(node -> status.put(node.getKey(), node.getValue()));
    List<Map<String, String>> nodes = new ArrayList<>();
    for (JsonNode participant : participants) {
      Map<String, String> node = new LinkedHashMap<>();
      for (String field : List.of("name", "role", "client", "url")) {
        node.put(field, participant.path(field).asText(null));
      }
      node.putAll(status.getOrDefault(participant.path("name").asText(), Map.of()));
      nodes.add(node);
    }
    return Json.tree(nodes);
  }

  private static Map<String, String> counts(ResultSet row) throws SQLException {
    Map<String, String> counts = new LinkedHashMap<>();
    for (String status : List.of("valid", "invalid", "malformed", "error")) {
      counts.put(status, row.getString(status));
    }
    return counts;
  }

  /** How a row becomes an entry of a report. */
  private interface Entry {
    Map<String, Object> of(ResultSet row) throws SQLException;
  }

  private static JsonNode rows(Handle handle, String sql, long id, Entry entry) {
    return Json.tree(
        handle
            .createQuery(Reader.limited(sql, MOST_ENTRIES))
            .bind("id", id)
            .map((row, context) -> entry.of(row))
            .list());
  }

  private static Map<String, Object> invalid(ResultSet row) throws SQLException {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("root", hex(row, "root"));
    entry.put("slot", row.getString("slot"));
    entry.put("proposer_index", row.getString("proposer_index"));
    entry.put("function", row.getString("failure_function"));
    entry.put("check", row.getString("failure_check"));
    entry.put("message", row.getString("failure_message"));
    entry.put("nodes", row.getString("nodes"));
    return entry;
  }

  private static Map<String, Object> fork(ResultSet row) throws SQLException {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("fork_id", row.getInt("id"));
    entry.put("base_root", hex(row, "base_root"));
    entry.put("base_slot", row.getString("base_slot"));
    entry.put("first_slot", row.getString("first_slot"));
    entry.put("tip_slot", row.getString("tip_slot"));
    entry.put("block_count", row.getInt("block_count"));
    return entry;
  }

  private static Map<String, Object> offence(ResultSet row) throws SQLException {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("offence_id", row.getString("id"));
    entry.put("kind", row.getString("kind"));
    entry.put("epoch", row.getString("epoch"));
    entry.put("validators", row.getString("validators").replaceAll("[{}]", "").replace(",", ", "));
    return entry;
  }

  private static Map<String, Object> alert(ResultSet row) throws SQLException {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("alert_id", row.getString("id"));
    entry.put("rule", row.getString("rule"));
    entry.put("severity", row.getString("severity"));
    entry.put("title", row.getString("title"));
    entry.put("opened_at", row.getTimestamp("opened_at").toInstant());
    entry.put("resolved_at", time(row, "resolved_at"));
    return entry;
  }

  private static List<Moment> timeline(Handle handle, ExerciseJson run, ObjectNode report) {
    long genesis = report.at("/network/genesis_time").asLong();
    long secondsPerSlot = report.at("/network/seconds_per_slot").asLong();
    boolean live = run.pacedBy().equals("clock");
    return handle
        .createQuery(Reader.limited(TIMELINE, MOST_ENTRIES))
        .bind("name", Long.toString(run.id()))
        .map(
            (row, context) -> {
              JsonNode payload = Json.parse(row.getString("payload"));
              Instant at = row.getTimestamp("happened_at").toInstant();
              Optional<String> slot =
                  payload.hasNonNull("slot")
                      ? Optional.of(payload.get("slot").asText())
                      : live && at.getEpochSecond() >= genesis
                          ? Optional.of(
                              Long.toString((at.getEpochSecond() - genesis) / secondsPerSlot))
                          : Optional.empty();
              String type = row.getString("type");
              return new Moment(
                  row.getLong("id"), at, slot, type, TimelineWords.of(type, payload), payload);
            })
        .list();
  }

  /** Who has done what with whom, of all runs: by client in role A and client in role B. */
  Matrix matrix(Handle handle) {
    record Run(String a, String b, Latest latest) {}
    List<Run> runs =
        handle
            .createQuery(RUNS)
            .map(
                (row, context) ->
                    new Run(
                        row.getString("a"),
                        row.getString("b"),
                        new Latest(
                            row.getString("exercise"),
                            row.getString("variant"),
                            row.getString("state"),
                            row.getLong("id"))))
            .list();
    Set<String> clients = new LinkedHashSet<>();
    Map<List<String>, List<Latest>> byPair = new TreeMap<>(Exercises::compare);
    for (Run run : runs) {
      byPair
          .computeIfAbsent(List.of(run.a(), run.b()), pair -> new ArrayList<>())
          .add(run.latest());
    }
    byPair.keySet().forEach(clients::addAll);
    List<Cell> cells = new ArrayList<>();
    byPair.forEach(
        (pair, all) ->
            cells.add(
                new Cell(
                    pair.get(0),
                    pair.get(1),
                    count(all, "passed"),
                    count(all, "failed"),
                    count(all, "running"),
                    latest(all))));
    return new Matrix(clients.stream().sorted().toList(), cells);
  }

  private static int compare(List<String> one, List<String> other) {
    int first = one.get(0).compareTo(other.get(0));
    return first != 0 ? first : one.get(1).compareTo(other.get(1));
  }

  private static int count(List<Latest> runs, String state) {
    return (int) runs.stream().filter(run -> run.state().equals(state)).count();
  }

  /** The last of the runs of each exercise and variant; the runs are in order of time. */
  private static List<Latest> latest(List<Latest> runs) {
    Map<String, Latest> last = new TreeMap<>();
    runs.forEach(run -> last.put(run.exercise() + " " + run.variant(), run));
    return List.copyOf(last.values());
  }
}
