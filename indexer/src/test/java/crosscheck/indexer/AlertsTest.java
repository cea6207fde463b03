package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.alert.AlertSettings;
import crosscheck.replay.ReplaySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
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
  private static void play(Service service, List<ReferenceChain.Entry> entries) {
    for (ReferenceChain.Entry entry : entries) {
      entry.time().ifPresent(time -> service.clock.set(Instant.ofEpochSecond(time)));
      service.receive(entry.ssz());
      service.awaitJudged();
    }
    service.awaitAlerts();
  }

  private static void awaitResolved(Service service, String... rules) {
    String open =
        "from alerts where resolved_at is null and rule in ('" + String.join("', '", rules) + "')";
    Await.until(
        () -> "all resolved: " + service.lines("select title " + open),
        () -> service.number("select count(*) " + open) == 0);
  }

  private static void advance(Service service, Duration time) {
    service.clock.set(service.clock.instant().plus(time));
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
