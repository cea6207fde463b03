package crosscheck.indexer.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import crosscheck.indexer.delivery.Webhook;
import crosscheck.indexer.delivery.WebhookSettings;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import crosscheck.testing.Data;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of alerts and webhooks, and their manual. */
final class AlertSettingsTest {

  private static Value yaml(String text) {
    return Value.parse("test.yaml", text);
  }

  @Test
  void readsWhatIsSetAndLeavesTheRest() {
    AlertSettings settings =
        AlertSettings.read(
            yaml(
                """
                settle: 0s
                most_open: 7
                rules:
                  finality_late: {warning: 3, escalate_after: 2h}
                  discards:
                    enabled: false
                  invalid_block: {severity: critical}
                  deep_reorg: {clear: 2 epochs}
                  nodes_forked: {after: 1 slot, clear: 5m}
                """));
    assertThat(settings.settle()).isZero();
    assertThat(settings.mostOpen()).isEqualTo(7);
    assertThat(settings.reopen()).isEqualTo(AlertSettings.DEFAULT.reopen());
    List<ActiveRule> rules = ActiveRule.all(settings);
    assertThat(rules).extracting(ActiveRule::name).doesNotContain("discards");
    assertThat(rules).hasSize(Rules.ALL.size() - 1);
    assertThat(timing(rules, "finality_late").escalate()).contains(Duration.ofHours(2));
    assertThat(timing(rules, "finality_late").clear()).isEqualTo(Duration.ofSeconds(2 * 3));
    assertThat(timing(rules, "deep_reorg").clear()).isEqualTo(Duration.ofSeconds(2 * 8 * 3));
    assertThat(timing(rules, "nodes_forked").clear()).isEqualTo(Duration.ofMinutes(5));
  }

  /** In a network with slots of 3 seconds, 8 of them an epoch. */
  private static Lifecycle.Timing timing(List<ActiveRule> rules, String name) {
    Situation network = new Situation(Instant.EPOCH, Instant.EPOCH, 3, 8, Bytes32.ZERO, 0, 0, true);
    return rules.stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow()
        .timing(network);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rules: {finality_lat: {}}                     | there is no such setting; there are",
        "rules: {finality_late: {wrning: 3}}           | there is no such setting; there are",
        "rules: {finality_late: {warning: many}}       | a whole number from 1 to",
        "rules: {invalid_block: {severity: bad}}       | one of info, warning, critical",
        "rules: {invalid_block: {clear: 5}}            | a duration such as",
        "rules: {deep_reorg: {clear: 2 epoch.}}        | slots and epochs as in",
        "rules: {invalid_block: {enabled: 1}}          | true or false",
        "mostopen: 5                                   | there is no such setting",
      })
  void namesTheLineOfWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> AlertSettings.read(yaml("\n" + text)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("test.yaml:2")
        .hasMessageContaining(message);
  }

  @Test
  void readsWebhooks() {
    WebhookSettings settings =
        WebhookSettings.read(
            yaml(
                """
                - name: ops
                  url: https://hooks.example/x
                  kind: slack
                  severity: warning
                  rules: [finality_late, node_silent]
                - {name: log, url: 'http://127.0.0.1:9/', kind: generic, secret: s3cret}
                """));
    assertThat(settings.hooks())
        .extracting(Webhook::name, Webhook::kind, Webhook::secret, Webhook::least, Webhook::rules)
        .containsExactly(
            tuple(
                "ops",
                Webhook.Kind.SLACK,
                Optional.empty(),
                Severity.WARNING,
                Set.of("finality_late", "node_silent")),
            tuple("log", Webhook.Kind.GENERIC, Optional.of("s3cret"), Severity.INFO, Set.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{name: a, url: 'ftp://x', kind: slack}]                         | an address such as",
        "[{name: a, url: 'http://x', kind: fax}]                          | one of generic, slack,"
            + " discord",
        "[{name: a, url: 'http://x', kind: slack, rules: [finality]}]     | one of invalid_block",
        "[{url: 'http://x', kind: slack}]                                 | the setting",
        "[{name: a, url: 'http://x', kind: slack}, {name: a, url: 'http://x', kind: slack}] | two"
            + " webhooks are named a",
      })
  void namesWhatIsWrongWithAWebhook(String text, String message) {
    assertThatThrownBy(() -> WebhookSettings.read(yaml(text)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }

  /** Each rule has a chapter in the manual, with the table of its options and no other. */
  @Test
  void describesEveryRuleWithItsOptions() throws IOException {
    TreeMap<String, List<String>> described = new TreeMap<>();
    List<String> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Data.repository().resolve("docs/alerts.md"))) {
      if (line.startsWith("### `")) {
        rows = new ArrayList<>();
        described.put(line.substring(5, line.length() - 1), rows);
      } else if (line.startsWith("## ")) {
        rows = new ArrayList<>();
      } else if (line.startsWith("| `")) {
        rows.add(line);
      }
    }
    TreeMap<String, List<String>> real = new TreeMap<>();
    for (RuleType type : Rules.ALL) {
      real.put(
          type.name(),
          type.options().stream()
              .map(
                  option ->
                      "| `%s` | %s | %s |"
                          .formatted(
                              option.name(), Option.written(option.usual()), option.meaning()))
              .toList());
    }
    assertThat(described).isEqualTo(real);
  }
}
