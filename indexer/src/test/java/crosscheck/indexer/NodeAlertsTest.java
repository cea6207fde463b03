package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.TestDatabase;
import crosscheck.indexer.alert.Acknowledging;
import crosscheck.indexer.alert.AlertSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator is told of nodes, forks and reorgs, from what others have written of them. */
final class NodeAlertsTest {

  private static final String ROOT = "0x" + "ab".repeat(32);

  private final ReferenceChain chain = ReferenceChain.of("finality-16");
  private Service service;

  @BeforeEach
  void start() {
    IndexerSettings settings =
        IndexerSettings.DEFAULT.withAlerts(AlertSettings.DEFAULT.withSettle(Duration.ZERO));
    service = new Service(chain, TestDatabase.create(), List.of(), settings);
    service.clock.set(Instant.ofEpochSecond(chain.genesis().genesisTime()));
    service.start();
    for (ReferenceChain.Entry entry : chain.entries().subList(0, 12)) {
      entry.time().ifPresent(time -> service.clock.set(Instant.ofEpochSecond(time)));
      service.receive(entry.ssz());
      service.awaitJudged();
    }
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private void execute(String sql) {
    service
        .database
        .jdbi()
        .useHandle(
            handle -> handle.createUpdate(sql.replace(":now", now(Duration.ZERO))).execute());
  }

  private String now(Duration ago) {
    return "'" + service.clock.instant().minus(ago) + "'::timestamptz";
  }

  /** A node that a source follows. */
  private void node(int id, String columns, String values) {
    execute("insert into nodes (name) values ('n" + id + "')");
    execute(
        "insert into source_settings values ('s"
            + id
            + "', 'poll', 'n"
            + id
            + "', '{}', 'api', :now)");
    execute(
        "insert into node_status (node_id, state, state_since, last_seen_at, last_head_at, "
            + columns
            + ") select id, "
            + values
            + " from nodes where name = 'n"
            + id
            + "'");
  }

  private void awaitAlerts(String... expected) {
    String sql = "select rule || ': ' || severity || ': ' || title from alerts order by rule, id";
    Await.until(
        () -> String.join("\n", service.lines(sql)),
        () -> service.lines(sql).equals(List.of(expected)));
  }

  private void event(String type, String payload) {
    execute(
        "insert into event_log (happened_at, type, payload) values (:now, '"
            + type
            + "', '"
            + payload
            + "')");
  }

  @Test
  void tellsOfNodesThatAreSilentOrFarBehind() {
    node(1, "head_slot", "'unreachable', " + now(Duration.ofSeconds(45)) + ", null, null, null");
    node(2, "head_slot", "'ok', :now, :now, :now, 2");
    node(3, "head_slot", "'ok', :now, :now, :now, 12");
    awaitAlerts(
        "node_lagging: warning: n2 is 11 slots behind: its head is that of slot 2, ours that of"
            + " slot 13",
        "node_silent: warning: n1 cannot be reached for 45 seconds");
    assertThat(service.lines("select node from alerts order by rule")).containsExactly("n2", "n1");
  }

  @Test
  void tellsOnceOfAllNodesOnAnotherFork() {
    String apart = "head_slot, ancestor_root, ancestor_slot, depth_slots, diverged_since";
    String values = ", 13, '\\x" + "ab".repeat(32) + "', 7, 5, " + now(Duration.ofSeconds(30));
    node(1, apart, "'ok', :now, :now, :now" + values);
    node(2, apart, "'ok', :now, :now, :now" + values);
    awaitAlerts(
        "nodes_forked: warning: n1 and n2 are on another fork since slot 7 (0xabababab…), now 5"
            + " slots deep");
  }

  @Test
  void tellsOfFinalityThatConflictsWithOurs() {
    execute(
        "update verdicts set off_chain = true"
            + " where input_id in (select input_id from blocks where slot = 1)");
    node(
        1,
        "head_slot, finalized_epoch, finalized_root",
        "'ok', :now, :now, :now, 13, 1, (select root from blocks where slot = 1)");
    awaitAlerts(
        "finality_conflict: critical: n1 has finalized "
            + chain.entries().get(0).text("root").substring(0, 10)
            + "… in epoch 1, which is not on our finalized chain");
  }

  @Test
  void tellsOnceOfABlockThatNodesJudgeOtherwiseWhileTheyBuildOnIt() {
    String payload =
        "{\"node\": \"%s\", \"root\": \""
            + ROOT
            + "\", \"ours\": \"invalid\", \"theirs\": \"valid\"}";
    event("node_disagrees", payload.formatted("n1"));
    event("node_disagrees", payload.formatted("n2"));
    awaitAlerts(
        "node_disagrees: critical: n1 and n2 accept block 0xabababab…, which we find invalid");
    node(
        2,
        "head_slot, following_invalid_root, following_invalid_since",
        "'ok', :now, :now, :now, 13, '\\x" + "ab".repeat(32) + "', :now");
    for (int minutes = 0; minutes < 24; minutes += 6) {
      service.clock.set(service.clock.instant().plus(Duration.ofMinutes(6)));
      String now = now(Duration.ZERO);
      Await.until(
          () -> "it goes on",
          () ->
              service.number(
                      "select count(*) from alerts where rule = 'node_disagrees'"
                          + " and resolved_at is null and last_seen_at = "
                          + now)
                  == 1);
    }
    execute("update node_status set following_invalid_root = null, following_invalid_since = null");
    service.clock.set(service.clock.instant().plus(Duration.ofMinutes(11)));
    Await.until(
        () -> "it is over",
        () ->
            service.number(
                    "select count(*) from alerts where rule = 'node_disagrees'"
                        + " and resolved_at is not null")
                == 1);
  }

  @Test
  void tellsOnceOfAllHeadsThatLeaveABranchTogether() {
    String payload =
        "{\"node\": %s, \"from_root\": \"0x01\", \"to_root\": \"0x02\", \"ancestor_root\": \""
            + ROOT
            + "\", \"ancestor_slot\": \"40\", \"depth_slots\": \"%d\"}";
    event("reorg", payload.formatted("\"n1\"", 3));
    event("reorg", payload.formatted("null", 5));
    event("reorg", payload.formatted("\"n2\"", 6));
    awaitAlerts(
        "deep_reorg: warning: Reorg 6 slots deep: our head and the head of n2 left the branch after"
            + " slot 40 (0xabababab…)");
    assertThat(service.number("select occurrence_count from alerts")).isEqualTo(2);
  }

  @Test
  void tellsOfSourcesThatFail() {
    execute("insert into source_settings values ('blocks', 'directory', null, '{}', 'file', :now)");
    execute("notify crosscheck_sources");
    Await.until(
        () -> "the source fails",
        () -> service.number("select count(*) from source_status where status = 'retrying'") == 1);
    service.clock.set(service.clock.instant().plus(Duration.ofMinutes(2)));
    String sql = "select title from alerts where rule = 'source_failing'";
    Await.until(() -> "it is told", () -> !service.lines(sql).isEmpty());
    assertThat(service.lines(sql).get(0)).startsWith("The source blocks fails: ");
  }

  @Test
  void keepsAnAcknowledgementAndTellsOfItOnce() {
    node(1, "head_slot", "'unreachable', " + now(Duration.ofSeconds(45)) + ", null, null, null");
    awaitAlerts("node_silent: warning: n1 cannot be reached for 45 seconds");
    Acknowledging acknowledging = new Acknowledging(service.database, service.clock);
    assertThat(acknowledging.acknowledge(1, "alice")).isEqualTo(Acknowledging.Outcome.DONE);
    assertThat(acknowledging.acknowledge(1, "bob")).isEqualTo(Acknowledging.Outcome.ALREADY);
    assertThat(acknowledging.acknowledge(2, "bob")).isEqualTo(Acknowledging.Outcome.UNKNOWN);
    // The engine goes on to write this alert.
    service.clock.set(service.clock.instant().plus(Duration.ofMinutes(40)));
    Await.until(
        () -> "the title is new",
        () ->
            service.number("select count(*) from alerts where title like 'n1 % for 40 minutes'")
                == 1);
    assertThat(service.lines("select acknowledged_by || ' ' || severity from alerts where id = 1"))
        .containsExactly("alice warning");
    assertThat(
            service.lines("select payload ->> 'by' from events where type = 'alert_acknowledged'"))
        .containsExactly("alice");
    execute("update node_status set state = 'ok', last_seen_at = :now, state_since = :now");
    Await.until(
        () -> "it is gone",
        () -> service.number("select count(*) from alerts where clear_since is not null") > 0);
    service.clock.set(service.clock.instant().plus(Duration.ofSeconds(11)));
    Await.until(
        () -> "it is resolved",
        () ->
            service.number("select count(*) from alerts where id = 1 and resolved_at is not null")
                == 1);
    assertThat(acknowledging.acknowledge(1, "bob")).isEqualTo(Acknowledging.Outcome.RESOLVED);
  }

  @Test
  void tellsOfLowParticipationUntilItIsClearlyBetter() {
    for (ReferenceChain.Entry entry : chain.entries().subList(12, 18)) {
      entry.time().ifPresent(time -> service.clock.set(Instant.ofEpochSecond(time)));
      service.receive(entry.ssz());
      service.awaitJudged();
    }
    String low = "select count(*) from alerts where rule = 'participation_low' and ";
    execute("update epochs set previous_target_gwei = previous_active_gwei * 0.7 where epoch = 1");
    awaitAlerts(
        "participation_low: warning: Only 70.0 % of the stake voted for the target of epoch 0");
    execute("update epochs set previous_target_gwei = previous_active_gwei * 0.5 where epoch = 1");
    awaitAlerts(
        "participation_low: critical: Only 50.0 % of the stake voted for the target of epoch 0: too"
            + " little to justify anything");
    execute("update epochs set previous_target_gwei = previous_active_gwei * 0.82 where epoch = 1");
    Await.until(
        () -> "it is better, but not clearly",
        () -> service.number(low + "title like 'Only 82.0 %' and clear_since is null") == 1);
    execute("update epochs set previous_target_gwei = previous_active_gwei * 0.9 where epoch = 1");
    Await.until(() -> "it is good", () -> service.number(low + "clear_since is not null") == 1);
    service.clock.set(service.clock.instant().plus(Duration.ofSeconds(13)));
    Await.until(() -> "it is resolved", () -> service.number(low + "resolved_at is not null") == 1);
  }
}
