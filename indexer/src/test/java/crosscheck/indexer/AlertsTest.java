package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.alert.AlertSettings;
import crosscheck.indexer.alert.Severity;
import crosscheck.indexer.delivery.Webhook;
import crosscheck.indexer.delivery.WebhookSettings;
import crosscheck.replay.ReplaySettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded chains through the whole indexer, each input at its time: what is an operator told? */
final class AlertsTest {

  private static final IndexerSettings SETTINGS =
      IndexerSettings.DEFAULT.withAlerts(
          AlertSettings.DEFAULT.withMostOpen(1_000).withSettle(Duration.ZERO));

  private static Service service(ReferenceChain chain, Database database) {
    Service service = new Service(chain, database, List.of(), SETTINGS);
    service.clock.set(Instant.ofEpochSecond(chain.genesis().genesisTime()));
    return service.start();
  }

  /** Receives inputs at their times, and waits until each is judged. */
  /** The rules look at the end of each moment, so that what lasts only a moment is not missed. */
  private static void play(Service service, List<ReferenceChain.Entry> entries) {
    for (ReferenceChain.Entry entry : entries) {
      entry.time().ifPresent(time -> moveTo(service, Instant.ofEpochSecond(time)));
      service.receive(entry.ssz());
      service.awaitJudged();
    }
    service.awaitAlerts();
  }

  private static void moveTo(Service service, Instant time) {
    if (!time.equals(service.clock.instant())) {
      look(service);
      service.clock.set(time);
    }
  }

  private static void awaitResolved(Service service, String... rules) {
    String open =
        "from alerts where resolved_at is null and rule in ('" + String.join("', '", rules) + "')";
    Await.until(
        () -> "all resolved: " + service.lines("select title " + open),
        () -> service.number("select count(*) " + open) == 0);
  }

  /** The rules look before and after: what has become clear counts from before. */
  private static void advance(Service service, Duration time) {
    look(service);
    service.clock.set(service.clock.instant().plus(time));
    look(service);
  }

  private static void look(Service service) {
    service.indexer.lookForAlerts().orTimeout(120, TimeUnit.SECONDS).join();
  }

  @Test
  void raisesNoneForACleanChain() {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    try (Service service = service(chain, TestDatabase.create())) {
      play(service, chain.entries());
      assertThat(service.lines("select title from alerts")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid-16", "fuzz-16", "buggy-16"})
  void opensOneForEachInvalidBlockAndOneForAllJunkOfANode(String name) {
    ReferenceChain chain = ReferenceChain.of(name);
    try (Service service = service(chain, TestDatabase.create())) {
      play(service, chain.entries());
      assertThat(
              service.lines("select cause from alerts where rule = 'invalid_block' order by cause"))
          .isEqualTo(causesOf(service));
      long malformed = service.number("select count(*) from verdicts where status = 'malformed'");
      assertThat(
              service.lines(
                  "select cause || ' ' || occurrence_count from alerts where rule ="
                      + " 'malformed_block'"))
          .isEqualTo(malformed == 0 ? List.of() : List.of("node:node-1 " + malformed));
      assertThat(
              service.number(
                  """
                  select sum(occurrence_count)
                  from alerts
                  where rule = 'invalid_block'
                  """))
          .as("copies and descendants are counted")
          .isEqualTo(service.number("select count(*) from verdicts where status = 'invalid'"));
      advance(service, Duration.ofHours(3));
      awaitResolved(service, "invalid_block", "malformed_block");
    }
  }

  /** Every block that failed by itself, as the record has it. */
  private static List<String> causesOf(Service service) {
    return service.lines(
        """
        select distinct 'block:0x' || encode(b.root, 'hex') as cause
        from blocks b join verdicts v on v.input_id = b.input_id
        where v.status = 'invalid' and v.invalid_ancestor_root is null
        order by 1
        """);
  }

  @Test
  void namesNodeSlotAndReasonInTheTitle() {
    ReferenceChain chain = ReferenceChain.of("invalid-16");
    try (Service service = service(chain, TestDatabase.create())) {
      play(service, chain.entries());
      assertThat(
              service.lines(
                  """
                  select title
                  from alerts
                  where cause =
                    'block:0x58beebd30c873785b71c71b094157ecac6c30e61363e9de017db24209217a72b'
                  """))
          .containsExactly(
              "Invalid block at slot 47 from node-1 (0x58beebd3…): the crosslink's parent is not"
                  + " the shard's latest crosslink");
    }
  }

  @Test
  void tellsNothingTwiceHoweverOftenItIsStartedAgain() {
    ReferenceChain chain = ReferenceChain.of("invalid-16");
    Database database = TestDatabase.create();
    List<ReferenceChain.Entry> entries = chain.entries();
    int parts = 5;
    for (int part = 0; part < parts; part++) {
      Service service = service(chain, Database.external(database.url()));
      int end = entries.size() * (part + 1) / parts;
      play(service, entries.subList(entries.size() * part / parts, end));
      service.close();
    }
    try (Service last = service(chain, database)) {
      last.clock.set(Instant.ofEpochSecond(entries.get(entries.size() - 1).time().getAsLong()));
      last.awaitJudged();
      last.awaitAlerts();
      assertThat(last.lines("select cause from alerts where rule = 'invalid_block' order by cause"))
          .isEqualTo(causesOf(last));
      assertThat(
              last.lines(
                  """
                  select payload ->> 'cause'
                  from events
                  where type = 'alert_opened'
                    and payload ->> 'rule' in ('invalid_block', 'malformed_block')
                  group by payload ->> 'rule', payload ->> 'cause'
                  having count(*) > 1
                  """))
          .as("incidents told more than once (a state may come again)")
          .isEmpty();
    }
  }

  @Test
  void isAlertedOfFinalityThatIsLateAndOfSlotsWithoutBlocks() {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    List<ReferenceChain.Entry> entries = chain.entries();
    int half = entries.size() / 2;
    try (Service service = service(chain, TestDatabase.create())) {
      play(service, entries.subList(0, half));
      assertThat(service.lines("select title from alerts")).isEmpty();
      // Three epochs in silence.
      advance(service, Duration.ofSeconds(3 * 8 * 6));
      Await.until(
          () -> "both are open: " + service.lines("select title from alerts"),
          () ->
              service
                  .lines("select distinct rule from alerts order by rule")
                  .equals(List.of("finality_late", "missed_slots")));
      assertThat(service.lines("select severity || ' ' || title from alerts order by rule"))
          .containsExactly(
              "warning Finality is 3 epochs late: epoch 3 is finalized, and it is epoch 8",
              "critical 23 slots in a row without a block: the head is that of slot 46, and it is"
                  + " slot 70");
      // The blocks were only delayed.
      play(service, entries.subList(half, entries.size()));
      advance(service, Duration.ofSeconds(6));
      Await.until(() -> "both are gone", () -> clear(service));
      advance(service, Duration.ofSeconds(13));
      awaitResolved(service, "finality_late", "missed_slots");
    }
  }

  private static boolean clear(Service service) {
    return service.number(
            "select count(*) from alerts where clear_since is null and resolved_at is null")
        == 0;
  }

  @Test
  void doesNotCallAChainLateThatWasRecordedLongAgo() {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    Service service = new Service(chain, TestDatabase.create(), List.of(), SETTINGS);
    try (service) {
      service.start();
      service.receive(chain.entries());
      service.awaitJudged();
      advance(service, Duration.ofMinutes(5));
      service.awaitAlerts();
      // An error of ours is a state as well: when that is told, states were looked at.
      service
          .database
          .jdbi()
          .useHandle(
              handle ->
                  handle.execute(
                      """
                      insert into discards (source_id, node_id, reason, input_count, size_bytes,
                        first_at, last_at)
                      select s.id, n.id, 'too_large', 1, 1, ?, ?
                      from sources s, nodes n
                      """,
                      java.sql.Timestamp.from(service.clock.instant()),
                      java.sql.Timestamp.from(service.clock.instant())));
      Await.until(
          () -> "states looked at",
          () -> service.number("select count(*) from alerts where rule = 'discards'") == 1);
      assertThat(service.lines("select rule from alerts")).containsExactly("discards");
    }
  }

  /** Another session has the table that verdicts are written to: judging waits for it. */
  @Test
  void isAlertedOfABacklogWhileJudgingStandsStill() {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    List<ReferenceChain.Entry> entries = chain.entries().subList(0, 4);
    String told = "select severity || ': ' || title from alerts where rule = 'backlog'";
    try (Service service = service(chain, TestDatabase.create());
        Handle other = service.database.unpooled().open()) {
      play(service, entries.subList(0, 3));
      other.begin();
      other.execute("lock table head_changes in share mode");
      service.clock.set(Instant.ofEpochSecond(entries.get(3).time().orElseThrow()));
      service.receive(entries.get(3).ssz());
      advance(service, Duration.ofSeconds(59));
      assertThat(service.lines(told)).isEmpty();
      advance(service, Duration.ofMinutes(2));
      assertThat(service.lines(told))
          .containsExactly("warning: Judging is behind: a block has waited for 2 minutes");
      advance(service, Duration.ofMinutes(8));
      assertThat(service.lines(told))
          .containsExactly("critical: Judging is behind: a block has waited for 10 minutes");
      other.rollback();
      service.awaitJudged();
      advance(service, Duration.ofSeconds(31));
      awaitResolved(service, "backlog");
      assertThat(
              service.lines(
                  "select e.type from events e where payload ->> 'rule' = 'backlog' order by id"))
          .containsExactly("alert_opened", "alert_escalated", "alert_resolved");
    }
  }

  @Test
  void isAlertedOfOurOwnErrors() {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    ReplaySettings narrow = ReplaySettings.defaults().withMaxEmptySlots(1);
    Service service =
        new Service(chain, TestDatabase.create(), List.of(), SETTINGS.withReplay(narrow));
    try (service) {
      service.start();
      service.receive(chain.entries());
      service.awaitJudged();
      advance(service, Duration.ofMinutes(1));
      Await.until(
          () -> "our error is told",
          () -> service.number("select count(*) from alerts where rule = 'our_error'") == 1);
      assertThat(
              service
                  .lines("select severity || ': ' || title from alerts where rule = 'our_error'")
                  .get(0))
          .startsWith("critical: We failed to judge 1 block; the latest, of slot 6: ");
    }
  }

  @Test
  void isAlertedOfABranchThatGrowsBesideOursAndOfWhatItsMakersSigned() {
    ReferenceChain chain = ReferenceChain.of("offences-24");
    try (Service service = service(chain, TestDatabase.create())) {
      List<ReferenceChain.Entry> entries = chain.entries();
      // Up to slot 45: branch B left after slot 35, and finality has not passed that.
      int ten = upToSlot(entries, 45);
      play(service, entries.subList(0, ten));
      Await.until(
          () -> "the branch is told: " + service.lines("select title from alerts"),
          () -> service.lines(DEEP).stream().anyMatch(line -> line.startsWith("warning A fork")));
      assertThat(
              service.lines("select details ->> 'base_slot' from alerts where rule = 'deep_fork'"))
          .containsExactly("35");
      assertThat(service.lines("select cause from alerts where rule = 'deep_fork'"))
          .containsExactly("fork:" + rootOfSlot(service, 35));
      play(service, entries.subList(ten, entries.size()));
      assertThat(service.lines(DEEP)).as("it is one alert, however far it grows").hasSize(1);
      advance(service, Duration.ofSeconds(13));
      // Finality has passed the place where it begins.
      awaitResolved(service, "deep_fork");

      assertThat(service.lines(TOLD_OFFENCES)).isEqualTo(service.lines(OFFENCES)).isNotEmpty();
      assertThat(
              service.lines(
                  """
                  select distinct severity::text
                  from alerts
                  where rule = 'slashable_offence' and cause not like 'block_copies%'
                  """))
          .containsExactly("critical");
      advance(service, Duration.ofHours(2));
      awaitResolved(service, "slashable_offence");
    }
  }

  private static final String DEEP =
      "select severity || ' ' || title from alerts where rule = 'deep_fork'";

  /** Each kind and set of validators once, with how often. */
  private static final String TOLD_OFFENCES =
      """
      select details ->> 'kind' || ' ' || (details -> 'validators')::text
        || ' ' || occurrence_count as line
      from alerts
      where rule = 'slashable_offence'
      order by 1
      """;

  private static final String OFFENCES =
      """
      select kind || ' ' || (
          select coalesce(jsonb_agg(index::text), '[]')
          from unnest(validator_indices) index)::text
        || ' ' || count(*) as line
      from offences
      group by kind, validator_indices
      order by 1
      """;

  private static int upToSlot(List<ReferenceChain.Entry> entries, long slot) {
    int count = 0;
    while (entries.get(count).expected().get("slot").asLong() <= slot) {
      count++;
    }
    return count;
  }

  private static String rootOfSlot(Service service, long slot) {
    return service
        .lines(
            "select '0x' || encode(root, 'hex') from blocks where slot = "
                + slot
                + " and canonical is not false")
        .get(0);
  }

  @Test
  void isAlertedOfAWebhookThatIsNotThere() throws Exception {
    ReferenceChain chain = ReferenceChain.of("invalid-16");
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    Webhook hook =
        new Webhook(
            "ops",
            URI.create("http://127.0.0.1:" + port + "/"),
            Webhook.Kind.GENERIC,
            Optional.empty(),
            Severity.INFO,
            Set.of("invalid_block"));
    IndexerSettings settings =
        SETTINGS.withWebhooks(
            WebhookSettings.NONE
                .with(List.of(hook))
                .withPauses(Duration.ofMillis(2), Duration.ofMillis(10)));
    Service service = new Service(chain, TestDatabase.create(), List.of(), settings);
    service.clock.set(Instant.ofEpochSecond(chain.genesis().genesisTime()));
    try (service) {
      service.start();
      play(service, chain.entries());
      String failing = " where rule = 'webhook_failing'";
      assertThat(service.lines("select title from alerts" + failing)).isEmpty();
      advance(service, Duration.ofMinutes(11));
      Await.until(
          () -> "it is told",
          () -> service.lines("select cause from alerts" + failing).equals(List.of("hook:ops")));
      assertThat(service.lines("select title from alerts" + failing).get(0))
          .matches("The webhook ops is not told of \\d+ alerts: .+");
      // The hook comes back: everything is told, and the alert ends.
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      server.start();
      try {
        advance(service, Duration.ofSeconds(1));
        Await.until(
            () -> "everything is told",
            () ->
                service.number("select count(*) from webhook_deliveries where state = 'pending'")
                    == 0);
        Await.until(
            () -> "it is clear",
            () ->
                service.number(
                        "select count(*) from alerts" + failing + " and clear_since is not null")
                    == 1);
        advance(service, Duration.ofSeconds(11));
        awaitResolved(service, "webhook_failing");
      } finally {
        server.stop(0);
      }
    }
  }

  @Test
  void tellsOfAPartitionNoMoreThanItIs() {
    ReferenceChain chain = ReferenceChain.of("forks-16");
    try (Service service = service(chain, TestDatabase.create())) {
      play(service, chain.entries());
      advance(service, Duration.ofSeconds(13));
      awaitResolved(service, "finality_late", "missed_slots", "participation_low", "deep_fork");
      // Its branches are short: the half that was cut off for an epoch and the reorg of four slots
      // are worth warnings, the double proposal and the double votes are proven, and no more.
      assertThat(
              service.lines(
                  """
                  select distinct rule || ' ' || severity
                  from alerts
                  where rule in ('deep_reorg', 'deep_fork', 'invalid_block', 'malformed_block',
                    'our_error', 'backlog')
                  order by 1
                  """))
          .containsExactly("deep_fork warning", "deep_reorg warning");
      assertThat(
              service.lines(
                  """
                  select details ->> 'ancestor_slot' || ' ' || (details ->> 'depth_slots')
                  from alerts
                  where rule = 'deep_reorg'
                  """))
          .containsExactly("38 4");
      assertThat(service.lines(TOLD_OFFENCES))
          .isEqualTo(service.lines(OFFENCES))
          .anyMatch(line -> line.startsWith("double_proposal"))
          .anyMatch(line -> line.startsWith("double_vote"));
      assertThat(
              service.lines(
                  """
                  select payload ->> 'cause'
                  from events
                  where type = 'alert_opened'
                    and payload ->> 'rule' in ('slashable_offence', 'deep_reorg')
                  group by payload ->> 'rule', payload ->> 'cause'
                  having count(*) > 1
                  """))
          .as("told more than once")
          .isEmpty();
      advance(service, Duration.ofHours(2));
      awaitResolved(service, "slashable_offence", "deep_reorg");
    }
  }

  @Test
  void sharesOneAlertBeyondTheBound() {
    ReferenceChain chain = ReferenceChain.of("invalid-16");
    IndexerSettings few = IndexerSettings.DEFAULT.withAlerts(AlertSettings.DEFAULT.withMostOpen(5));
    Service service = new Service(chain, TestDatabase.create(), List.of(), few);
    try (service) {
      service.start();
      service.receive(chain.entries());
      service.awaitJudged();
      service.awaitAlerts();
      List<String> causes =
          new ArrayList<>(
              new TreeSet<>(
                  service.lines("select cause from alerts where rule = 'invalid_block'")));
      assertThat(causes).hasSize(6).contains("more");
    }
  }
}
