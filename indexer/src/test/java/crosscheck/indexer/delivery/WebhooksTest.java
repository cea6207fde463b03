package crosscheck.indexer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.Await;
import crosscheck.indexer.alert.Severity;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks over a real database, told to real servers that fail, hang and recover. */
final class WebhooksTest {

  private static final WebhookSettings SETTINGS =
      WebhookSettings.NONE.withPauses(Duration.ofMillis(2), Duration.ofMillis(10));

  private Database database;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    insert into networks (config_name, config, spec_version, genesis_time,
                      genesis_slot, genesis_root, genesis_state_root, genesis_state_ssz, created_at)
                    values ('minimal', '{}', 'v0.8.3', 0, 0, decode(repeat('11', 32), 'hex'),
                      decode(repeat('22', 32), 'hex'), '', now())
                    """));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Webhooks webhooks(WebhookSettings settings, Webhook... hooks) {
    return new Webhooks(database, settings.with(List.of(hooks)), Clock.systemUTC(), () -> true);
  }

  /** Some alerts open, one after the other. */
  private void tell(Webhooks webhooks, int count, String rule, String severity) {
    for (int i = 0; i < count; i++) {
      database
          .jdbi()
          .useTransaction(
              handle -> {
                long alert =
                    handle
                        .createQuery(
                            """
                            insert into alerts (rule, cause, severity, title, details, opened_at,
                              last_seen_at, occurrence_count)
                            values (:rule, gen_random_uuid()::text, :severity::alert_severity,
                              'a <b> & @everyone', '{"slot": "47"}', now(), now(), 1)
                            returning id
                            """)
                        .bind("rule", rule)
                        .bind("severity", severity)
                        .mapTo(Long.class)
                        .one();
                long event =
                    handle
                        .createQuery(
                            """
                            insert into event_log (happened_at, type, payload)
                            select now(), 'alert_opened', jsonb_build_object('alert_id', id::text,
                              'rule', rule, 'severity', severity, 'title', title)
                            from alerts
                            where id = :id
                            returning id
                            """)
                        .bind("id", alert)
                        .mapTo(Long.class)
                        .one();
                webhooks.take(handle, List.of(event));
              });
    }
    webhooks.committed();
  }

  private long count(String condition) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select count(*) from webhook_deliveries where " + condition)
                    .mapTo(Long.class)
                    .one());
  }

  private void awaitNothingPending() {
    Await.until(() -> "nothing pending", () -> count("state = 'pending'") == 0);
  }

  private static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList();
  }

  @Test
  void tellsEachThingOnceInOrderAndSigned() {
    try (Receiving server = new Receiving(n -> 204);
        Webhooks webhooks =
            webhooks(
                SETTINGS, Webhook.of("a", server.url(), Webhook.Kind.GENERIC).signed("secret"))) {
      webhooks.start();
      tell(webhooks, 20, "invalid_block", "warning");
      awaitNothingPending();
      assertThat(server.taken()).isEqualTo(numbers(20));
      assertThat(server.messages())
          .allSatisfy(
              message ->
                  assertThat(message.signature())
                      .isEqualTo(Signature.of("secret", message.timestamp(), message.body())));
    }
  }

  @Test
  void signsAsTheManualSays() {
    // Made with: printf '1567777777.{}' | openssl dgst -sha256 -hmac secret
    assertThat(Signature.of("secret", "1567777777", "{}"))
        .isEqualTo("sha256=8a50cd8a56312e8124c55db28367a53aea08097fee1854298078e7815dfa4346");
  }

  @Test
  void triesAgainUntilTheHookRecoversAndKeepsTheOrder() {
    try (Receiving server = new Receiving(n -> n % 4 == 3 ? 200 : 500);
        Webhooks webhooks =
            webhooks(SETTINGS, Webhook.of("a", server.url(), Webhook.Kind.GENERIC))) {
      webhooks.start();
      tell(webhooks, 5, "invalid_block", "warning");
      awaitNothingPending();
      assertThat(server.taken()).isEqualTo(numbers(5));
      assertThat(server.messages()).hasSize(20);
      assertThat(count("state = 'delivered' and try_count = 4")).isEqualTo(5);
      assertThat(count("last_error = 'it answered HTTP 500'")).isEqualTo(5);
    }
  }

  @Test
  void isNotDelayedByAHookThatIsDeadOrHangs() {
    URI nobody = URI.create("http://127.0.0.1:1/");
    try (Receiving hanging = new Receiving(n -> Receiving.HANG);
        Receiving good = new Receiving(n -> 200);
        Webhooks webhooks =
            webhooks(
                SETTINGS.withTimeout(Duration.ofMillis(300)),
                Webhook.of("hangs", hanging.url(), Webhook.Kind.GENERIC),
                Webhook.of("dead", nobody, Webhook.Kind.GENERIC),
                Webhook.of("good", good.url(), Webhook.Kind.GENERIC))) {
      webhooks.start();
      tell(webhooks, 30, "invalid_block", "warning");
      Await.until(
          () -> "the good one is told", () -> count("hook = 'good' and state = 'delivered'") == 30);
      Await.until(
          () -> "the others fail",
          () ->
              count("hook = 'hangs' and last_error like 'no answer%'") > 0
                  && count("hook = 'dead' and last_error is not null") > 0);
      assertThat(count("hook <> 'good' and state = 'pending'")).isEqualTo(60);
      hanging.answer(200);
      Await.until(
          () -> "the hanging one recovers",
          () -> count("hook = 'hangs' and state = 'delivered'") == 30);
    }
  }

  @Test
  void losesNothingWhenItIsEndedInTheMiddle() {
    try (Receiving server = new Receiving(n -> n % 2 == 0 ? 503 : 200)) {
      Webhook hook = Webhook.of("a", server.url(), Webhook.Kind.GENERIC);
      for (int round = 1; round <= 5; round++) {
        int told = round * 2;
        try (Webhooks webhooks = webhooks(SETTINGS, hook)) {
          webhooks.start();
          tell(webhooks, 4, "invalid_block", "warning");
          Await.until(() -> "some were told", () -> server.taken().size() >= told);
        }
      }
      try (Webhooks webhooks = webhooks(SETTINGS, hook)) {
        webhooks.start();
        awaitNothingPending();
      }
      // Told twice only where the end came between the answer and its record.
      List<String> distinct = new ArrayList<>(new LinkedHashSet<>(server.taken()));
      assertThat(distinct).isEqualTo(numbers(20));
    }
  }

  @Test
  void givesUpWhatIsRefusedAndGoesOn() {
    try (Receiving server = new Receiving(n -> n < SETTINGS.mostRefusals() ? 400 : 200);
        Webhooks webhooks =
            webhooks(SETTINGS, Webhook.of("a", server.url(), Webhook.Kind.GENERIC))) {
      webhooks.start();
      tell(webhooks, 3, "invalid_block", "warning");
      awaitNothingPending();
      assertThat(count("state = 'given_up' and last_error = 'it answered HTTP 400'")).isOne();
      assertThat(server.taken()).containsExactly("2", "3");
    }
  }

  @Test
  void givesUpWhatIsTooOld() {
    try (Receiving server = new Receiving(n -> 500);
        Webhooks webhooks =
            webhooks(
                SETTINGS.withGiveUpAfter(Duration.ofMillis(50)),
                Webhook.of("a", server.url(), Webhook.Kind.GENERIC))) {
      webhooks.start();
      tell(webhooks, 3, "invalid_block", "warning");
      awaitNothingPending();
      assertThat(count("state = 'given_up'")).isEqualTo(3);
    }
  }

  @Test
  void tellsOnlyWhatAHookWants() {
    try (Receiving server = new Receiving(n -> 200);
        Webhooks webhooks =
            webhooks(
                SETTINGS,
                new Webhook(
                    "severe",
                    server.url(),
                    Webhook.Kind.GENERIC,
                    Optional.empty(),
                    Severity.CRITICAL,
                    Set.of()),
                new Webhook(
                    "finality",
                    server.url(),
                    Webhook.Kind.GENERIC,
                    Optional.empty(),
                    Severity.INFO,
                    Set.of("finality_late")))) {
      tell(webhooks, 1, "invalid_block", "warning");
      tell(webhooks, 2, "invalid_block", "critical");
      tell(webhooks, 4, "finality_late", "info");
      assertThat(count("hook = 'severe'")).isEqualTo(2);
      assertThat(count("hook = 'finality'")).isEqualTo(4);
    }
  }

  @Test
  void writesWhatEachKindOfHookUnderstands() throws Exception {
    URI url = URI.create("http://127.0.0.1:1/");
    try (Webhooks webhooks =
        webhooks(
            SETTINGS.withPage(URI.create("http://explorer:8080/")),
            Webhook.of("generic", url, Webhook.Kind.GENERIC),
            Webhook.of("slack", url, Webhook.Kind.SLACK),
            Webhook.of("discord", url, Webhook.Kind.DISCORD))) {
      tell(webhooks, 1, "invalid_block", "critical");
    }
    JsonNode generic = body("generic");
    assertThat(generic.get("type").asText()).isEqualTo("alert_opened");
    assertThat(generic.at("/alert/title").asText()).isEqualTo("a <b> & @everyone");
    assertThat(generic.at("/alert/details/slot").asText()).isEqualTo("47");
    assertThat(generic.at("/alert/url").asText()).isEqualTo("http://explorer:8080/api/v1/alerts/1");
    assertThat(generic.at("/network/genesis_root").asText()).isEqualTo("0x" + "11".repeat(32));
    JsonNode slack = body("slack").at("/attachments/0");
    assertThat(slack.get("text").asText()).isEqualTo("*Critical*: a &lt;b&gt; &amp; @everyone");
    assertThat(slack.get("footer").asText())
        .isEqualTo("invalid_block, <http://explorer:8080/api/v1/alerts/1|alert 1>");
    JsonNode discord = body("discord");
    assertThat(discord.at("/embeds/0/title").asText()).isEqualTo("Critical: a <b> & @everyone");
    assertThat(discord.at("/allowed_mentions/parse")).isEmpty();
  }

  private JsonNode body(String hook) throws Exception {
    String body =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select body from webhook_deliveries where hook = :hook")
                        .bind("hook", hook)
                        .mapTo(String.class)
                        .one());
    return new ObjectMapper().readTree(body);
  }
}
