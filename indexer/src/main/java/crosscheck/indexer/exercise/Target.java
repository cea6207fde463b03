package crosscheck.indexer.exercise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A row of {@code exercise_goals}: a goal, and the node it is asked of.
 *
 * @param node empty: it is asked of the network
 * @param seenId how far that has been read which decides it: the id of its last row
 * @param seenCount something that it counts or measures on the way
 */
record Target(
    int position,
    String goal,
    Optional<String> node,
    Optional<String> client,
    GoalKind kind,
    Map<String, String> limits,
    String words,
    long deadlineSlot,
    Optional<String> progress,
    long seenId,
    long seenCount) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a scenario asks, one for each goal and node, in order. */
  static List<Target> of(Scenario scenario, NetworkTime time) {
    Map<String, String> clients = new LinkedHashMap<>();
    scenario.nodes().forEach(node -> clients.put(node.name(), scenario.clientOf(node)));
    long last = scenario.deadline().lastSlot(time);
    List<Target> targets = new ArrayList<>();
    for (Goal goal : scenario.goals()) {
      long deadline = goal.deadline().map(d -> Math.min(d.lastSlot(time), last)).orElse(last);
      Map<String, String> limits = new LinkedHashMap<>();
      goal.limits(time).forEach((name, value) -> limits.put(name, value.toString()));
      List<Optional<String>> nodes =
          goal.nodes().isEmpty()
              ? List.of(Optional.empty())
              : goal.nodes().stream().map(Optional::of).toList();
      for (Optional<String> node : nodes) {
        targets.add(
            new Target(
                targets.size() + 1,
                goal.id(),
                node,
                node.map(clients::get),
                goal.kind(),
                limits,
                goal.words(),
                deadline,
                Optional.empty(),
                0,
                0));
      }
    }
    return targets;
  }

  static Target of(ResultSet row) throws SQLException {
    Map<String, String> limits = new LinkedHashMap<>();
    try {
      JsonNode stored = JSON.readTree(row.getString("limits"));
      stored.properties().forEach(e -> limits.put(e.getKey(), e.getValue().asText()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("exercise_goals.limits", e);
    }
    return new Target(
        row.getInt("position"),
        row.getString("goal"),
        Optional.ofNullable(row.getString("node")),
        Optional.ofNullable(row.getString("client")),
        GoalKind.of(row.getString("kind")),
        limits,
        row.getString("words"),
        row.getLong("deadline_slot"),
        Optional.ofNullable(row.getString("progress")),
        row.getLong("seen_id"),
        row.getLong("seen_count"));
  }

  /** A limit that is a number; 0 when it has none. */
  long number(String limit) {
    return Long.parseLong(limits.getOrDefault(limit, "0"));
  }

  /** The same, to be decided up to another slot. */
  Target until(long slot) {
    return new Target(
        position, goal, node, client, kind, limits, words, slot, progress, seenId, seenCount);
  }

  void insert(Handle handle, long exerciseId) {
    handle
        .createUpdate(Sql.named("insert_exercise_goal"))
        .bind("exercise_id", exerciseId)
        .bind("position", position)
        .bind("goal", goal)
        .bind("node", node)
        .bind("client", client)
        .bind("standing", kind.standing().word())
        .bind("kind", kind.word())
        .bind("limits", Columns.json(limits))
        .bind("words", words)
        .bind("deadline_slot", deadlineSlot)
        .execute();
  }
}
