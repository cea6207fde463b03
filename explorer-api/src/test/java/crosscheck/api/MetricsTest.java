package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.testing.Data;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Prometheus is told, and whether the files for it ask for what there is. */
class MetricsTest {

  private static final Pattern NAME = Pattern.compile("\\b(crosscheck|jvm)_[a-z_]+\\b");

  private static final List<String> WITH_LABELS =
      List.of(
          "insert into nodes (name) values ('n1')",
          """
          insert into node_status (node_id, state, state_since, last_seen_at, head_slot,
            justified_epoch, finalized_epoch)
          select max(id), 'ok', now(), now(), 10, 5, 4
          from nodes
          """,
          """
          insert into running_epochs (epoch, active_gwei, source_gwei, target_gwei, head_gwei,
            previous_active_gwei, previous_source_gwei, previous_target_gwei, previous_head_gwei,
            proposer_indices)
          values (11, 8, 0, 0, 0, 8, 7, 6, 4, '{}')
          """,
          """
          insert into discards (source_id, reason, input_count, size_bytes, first_at, last_at)
          select min(id), 'too_large', 7, 7, now(), now()
          from sources
          """,
          """
          insert into alerts (rule, cause, severity, title, details, opened_at, last_seen_at,
            occurrence_count)
          values ('node_silent', 'node:n2', 'warning', 'n2 is silent', '{}', now(), now(), 1)
          """,
          """
          insert into webhook_deliveries (hook, event_id, body, state, next_try_at, created_at)
          select 'ops', min(id), '', 'pending', now(), now()
          from event_log
          """);

  @Test
  void showsTheChainTheNodesAndTheAlerts() throws Exception {
    Data.require("chains/finality-16");
    try (Database database = TestDatabase.create()) {
      new RecordedChain(database.jdbi(), Explorer.SPEC, "finality-16", 1_567_777_777L).add(84);
      database.jdbi().useHandle(handle -> WITH_LABELS.forEach(handle::execute));
      try (Explorer explorer = Explorer.over(database.jdbi(), 2)) {
        String metrics = scrape(explorer);
        assertThat(metrics)
            .contains(
                "crosscheck_database_up 1.0",
                "crosscheck_head_slot 90.0",
                "crosscheck_finalized_epoch 9.0",
                "crosscheck_verdicts_total{verdict=\"valid\"} 84.0",
                "crosscheck_node_head_slot{node=\"n1\"} 10.0",
                "crosscheck_participation{vote=\"target\"} 0.75",
                "crosscheck_node_lag_slots{node=\"n1\"} 80.0",
                "crosscheck_discarded_inputs{reason=\"too_large\"} 7.0",
                "crosscheck_alerts_open{rule=\"node_silent\",severity=\"warning\"} 1.0",
                "crosscheck_webhook_pending{hook=\"ops\"} 1.0",
                "jvm_memory_used_bytes{");
        TreeSet<String> known = names(metrics);
        for (String file :
            List.of("prometheus-alerts.yaml", "grafana-dashboard.json", "../api.md")) {
          TreeSet<String> asked =
              names(Files.readString(Data.repository().resolve("docs/monitoring").resolve(file)));
          asked.removeAll(known);
          assertThat(asked).as(file + " asks for what there is not").isEmpty();
        }
      }
    }
  }

  @Test
  void forgetsLabelsThatAreGoneAndCountsVerdictsOn() throws Exception {
    Data.require("chains/finality-16");
    try (Database database = TestDatabase.create()) {
      RecordedChain chain =
          new RecordedChain(database.jdbi(), Explorer.SPEC, "finality-16", 1_567_777_777L);
      chain.add(10);
      database.jdbi().useHandle(handle -> WITH_LABELS.forEach(handle::execute));
      Readings readings = new Readings(new Chain(java.time.Clock.systemUTC()));
      Reader reader = new Reader(database.jdbi());
      Readings.Numbers first = reader.read(handle -> readings.read(handle, Readings.Numbers.NONE));
      chain.add(10);
      database.jdbi().useHandle(handle -> handle.execute("update alerts set resolved_at = now()"));
      Readings.Numbers second = reader.read(handle -> readings.read(handle, first));
      assertThat(first.finalVerdicts()).containsEntry("valid", 10L);
      assertThat(second.finalVerdicts()).containsEntry("valid", 20L);
      assertThat(second.judgingSeconds()).isGreaterThan(first.judgingSeconds());
      assertThat(first.labelled().get("crosscheck.alerts.open")).hasSize(1);
      assertThat(second.labelled().get("crosscheck.alerts.open")).isEmpty();
    }
  }

  private static String scrape(Explorer explorer) {
    HttpResponse<byte[]> answer = explorer.get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    return Explorer.text(answer);
  }

  private static TreeSet<String> names(String text) {
    TreeSet<String> names = new TreeSet<>();
    for (Matcher at = NAME.matcher(text); at.find(); ) {
      names.add(at.group());
    }
    return names;
  }
}
