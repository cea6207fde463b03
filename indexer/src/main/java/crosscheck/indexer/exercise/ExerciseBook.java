package crosscheck.indexer.exercise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.Database;
import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Events;
import crosscheck.indexer.follow.Sql;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Where exercises are entered: new runs over this network, and results of earlier ones. */
public final class ExerciseBook {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final Clock clock;

  public ExerciseBook(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Begins an exercise now, over the network that the database is about; an indexer must have been
   * made over it before.
   *
   * <p>It starts with the present slot; over a simulated network of which nothing has been received
   * yet with slot 0, however long the start takes.
   *
   * <p>When its deadline has passed already, what happened is loaded afterwards: then its time is
   * that of the chain's blocks.
   *
   * @return the id of the exercise
   */
  public long begin(Scenario scenario) {
    return database.jdbi().inTransaction(handle -> begin(handle, scenario, clock.instant()));
  }

  /**
   * What came of an attempt to begin an exercise.
   *
   * @param begun whether it runs
   * @param id of the exercise, or of the one that runs already; 0 when there are strangers
   * @param strangers nodes of the scenario that nobody follows here
   */
  public record Attempt(boolean begun, long id, List<String> strangers) {}

  /**
   * Begins an exercise over the nodes that are followed already, unless one runs.
   *
   * @see #begin(Scenario)
   */
  public Attempt beginAlone(Scenario scenario) {
    return database.jdbi().inTransaction(handle -> beginAlone(handle, scenario));
  }

  private Attempt beginAlone(Handle handle, Scenario scenario) {
    handle.createQuery(Sql.named("lock_exercises")).mapTo(String.class).findOne();
    List<String> followed =
        handle.createQuery(Sql.named("nodes_followed")).mapTo(String.class).list();
    List<String> strangers =
        scenario.nodes().stream()
            .map(Scenario.Node::name)
            .filter(name -> !followed.contains(name))
            .toList();
    if (!strangers.isEmpty()) {
      return new Attempt(false, 0, strangers);
    }
    List<Long> running =
        handle.createQuery(Sql.named("exercises_running")).mapTo(Long.class).list();
    return running.isEmpty()
        ? new Attempt(true, begin(handle, scenario, clock.instant()), List.of())
        : new Attempt(false, running.get(0), List.of());
  }

  private static long begin(Handle handle, Scenario scenario, Instant now) {
    NetworkTime time = NetworkTime.read(handle);
    long deadline = scenario.deadline().lastSlot(time);
    boolean live = !now.isAfter(time.end(deadline));
    boolean fromGenesis = !scenario.ofRealNodes() && !anythingReceived(handle);
    List<Target> targets = Target.of(scenario, time);
    long id =
        handle
            .createQuery(Sql.named("insert_exercise"))
            .bind("run", UUID.randomUUID().toString())
            .bind("name", scenario.name())
            .bind("exercise", scenario.exercise())
            .bind("variant", scenario.variant().word())
            .bind("machines", scenario.machines().word())
            .bind("clients", Columns.json(scenario.clients()))
            .bind("scenario", Columns.json(described(scenario)))
            .bind("paced_by", live ? "clock" : "chain")
            .bind("started_at", Columns.at(now))
            .bind("start_slot", live && !fromGenesis ? Math.max(0, time.slotAt(now)) : 0)
            .bind("deadline_slot", deadline)
            .bind("goal_count", targets.size())
            .mapTo(Long.class)
            .one();
    targets.forEach(target -> target.insert(handle, id));
    Events events = new Events(handle);
    events.add(
        now,
        "exercise_started",
        OptionalLong.empty(),
        "exercise_id",
        Long.toString(id),
        "name",
        scenario.name(),
        "exercise",
        scenario.exercise(),
        "goals",
        targets.size());
    events.write();
    return id;
  }

  private static boolean anythingReceived(Handle handle) {
    return handle.createQuery("select exists (select from inputs)").mapTo(Boolean.class).one();
  }

  /** The nodes with their clients, and the file as it was written. */
  private static Map<String, Object> described(Scenario scenario) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("about", scenario.about());
    described.put(
        "nodes",
        scenario.nodes().stream()
            .map(
                node -> {
                  Map<String, Object> entry = new LinkedHashMap<>();
                  entry.put("name", node.name());
                  entry.put("role", node.role());
                  entry.put("client", scenario.clientOf(node));
                  node.url().ifPresent(url -> entry.put("url", url.toString()));
                  return entry;
                })
            .toList());
    try {
      described.put("file", JSON.readValue(scenario.json(), Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a scenario that was read has a JSON form", e);
    }
    return described;
  }

  /**
   * Enters the result of an earlier run, of whatever network, as {@code exercise run --json} wrote
   * it. Entered twice it stands there once.
   *
   * @return whether it is new
   * @throws IllegalArgumentException when it is no such result, saying why
   */
  public boolean enter(String report) {
    JsonNode run;
    try {
      run = JSON.readTree(report);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
    for (String field :
        List.of("run", "name", "exercise", "variant", "machines", "clients", "state", "goals")) {
      if (!run.hasNonNull(field)) {
        throw new IllegalArgumentException("it is no report of an exercise: no \"" + field + "\"");
      }
    }
    if (run.get("state").asText().equals("running")) {
      throw new IllegalArgumentException("it is the report of an exercise that has not ended");
    }
    long passed = states(run, "passed");
    long failed = states(run, "failed");
    return database
        .jdbi()
        .inTransaction(
            handle ->
                handle
                        .createUpdate(Sql.named("enter_exercise"))
                        .bind("run", run.get("run").asText())
                        .bind("name", run.get("name").asText())
                        .bind("exercise", run.get("exercise").asText())
                        .bind("variant", run.get("variant").asText())
                        .bind("machines", run.get("machines").asText())
                        .bind("clients", run.get("clients").toString())
                        .bind("scenario", run.path("scenario").toString())
                        .bind("paced_by", run.path("paced_by").asText("clock"))
                        .bind("state", run.get("state").asText())
                        .bind("started_at", OffsetDateTime.parse(run.path("started_at").asText()))
                        .bind("start_slot", run.path("start_slot").asLong())
                        .bind("deadline_slot", run.path("deadline_slot").asLong())
                        .bind("ended_at", OffsetDateTime.parse(run.path("ended_at").asText()))
                        .bind("end_slot", run.path("end_slot").asLong())
                        .bind("passed_count", passed)
                        .bind("failed_count", failed)
                        .bind("goal_count", run.get("goals").size())
                        .bind("report", report)
                        .execute()
                    > 0);
  }

  private static long states(JsonNode run, String state) {
    long count = 0;
    for (JsonNode goal : run.get("goals")) {
      count += goal.path("state").asText().equals(state) ? 1 : 0;
    }
    return count;
  }

  /** How an exercise stands: "running", "passed" or "failed". */
  public String state(long id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(Sql.named("exercise_state"))
                    .bind("id", id)
                    .mapTo(String.class)
                    .one());
  }

  /** The goals of an exercise and how they stand, in order, one line each. */
  public List<Standing> standings(long id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(Sql.named("exercise_goals"))
                    .bind("exercise_id", id)
                    .map((row, context) -> Standing.of(row))
                    .list());
  }

  /**
   * How a goal stands.
   *
   * @param who a node, or "network"
   * @param state "pending", "passed" or "failed"
   * @param slot where it was decided; 0 while it is pending
   * @param remark the reason of a failure, else how far it is; may be empty
   */
  public record Standing(
      String goal, String who, String words, String state, long slot, String remark) {

    static Standing of(java.sql.ResultSet row) throws java.sql.SQLException {
      String node = row.getString("node");
      String reason = row.getString("reason");
      String progress = row.getString("progress");
      return new Standing(
          row.getString("goal"),
          node == null ? "network" : node,
          row.getString("words"),
          row.getString("state"),
          row.getLong("slot"),
          reason != null ? reason : progress != null ? progress : "");
    }
  }
}
