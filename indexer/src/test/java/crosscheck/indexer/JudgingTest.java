package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import crosscheck.db.TestDatabase;
import crosscheck.replay.ReplaySettings;
import crosscheck.ssz.SszException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

final class JudgingTest {

  private static final int PARENT_ROOT = 8;
  private static final int SIGNATURE = 8 + 32 + 32 + 4;

  private final ReferenceChain chain = ReferenceChain.of("finality-16");

  @Test
  void judgesParentsFirstWhateverTheOrderOfArrival() {
    List<ReferenceChain.Entry> backwards = new ArrayList<>(chain.entries());
    Collections.reverse(backwards);
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      service.receive(backwards);
      service.awaitJudged();
      assertThat(service.lines("select distinct status from verdicts")).containsExactly("valid");
      assertThat(
              service.number(
                  """
                  select count(*)
                  from blocks c
                    join blocks p on p.root = c.parent_root
                    join verdicts cv on cv.input_id = c.input_id
                    join verdicts pv on pv.input_id = p.input_id
                  where pv.import_order >= cv.import_order
                  """))
          .as("children before their parents")
          .isZero();
      assertThat(service.number("select count(*) from events where type = 'block_judged'"))
          .isEqualTo(chain.entries().size());
    }
  }

  @Test
  void letsTheChildOfAForgedCopyWaitForTheGoodOne() {
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      service.receive(chain.entries().subList(0, 9));
      Receipt forged = service.receive(flip(chain.entries().get(9).ssz(), SIGNATURE + 50));
      Receipt child = service.receive(chain.entries().get(10).ssz());
      service.awaitJudged();
      assertThat(service.verdict(forged))
          .containsEntry("status", "invalid")
          .containsEntry("failure_check", "PROPOSER_SIGNATURE");
      assertThat(service.verdict(child))
          .containsEntry("status", "unjudged")
          .containsEntry("waiting_for", "parent");

      Receipt good = service.receive(chain.entries().get(9).ssz());
      service.awaitJudged();
      assertThat(service.verdict(good)).containsEntry("status", "valid");
      assertThat(service.verdict(child)).containsEntry("status", "valid");
      assertThat(service.verdict(forged)).containsEntry("status", "invalid");
    }
  }

  @Test
  void condemnsTheDescendantsOfAnInvalidBlockWheneverTheyCome() {
    Bytes good = chain.entries().get(9).ssz();
    // The state root is wrong, and the signature no more that of these bytes: but a slot of the
    // past is what fails first, and lies in the content.
    Bytes bad = overwrite(good, 0, Bytes.fromHexString("0x0100000000000000"));
    Bytes32 badRoot = root(bad);
    Bytes child = overwrite(chain.entries().get(20).ssz(), PARENT_ROOT, badRoot);
    Bytes grandchild = overwrite(chain.entries().get(21).ssz(), PARENT_ROOT, root(child));
    Bytes late = overwrite(chain.entries().get(22).ssz(), PARENT_ROOT, root(grandchild));
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      service.receive(chain.entries().subList(0, 9));
      List<Receipt> receipts = new ArrayList<>();
      receipts.add(service.receive(grandchild));
      receipts.add(service.receive(child));
      service.awaitJudged();
      assertThat(service.number("select count(*) from verdicts where waiting_for = 'parent'"))
          .isEqualTo(2);
      Receipt ancestor = service.receive(bad);
      service.awaitJudged();
      receipts.add(service.receive(late));
      service.awaitJudged();
      assertThat(service.verdict(ancestor))
          .containsEntry("status", "invalid")
          .containsEntry("invalid_ancestor_root", null)
          .containsEntry("failure_function", "process_slots");
      for (Receipt receipt : receipts) {
        Map<String, Object> verdict = service.verdict(receipt);
        assertThat(verdict)
            .containsEntry("status", "invalid")
            .containsEntry("failure_function", null)
            .containsEntry("canonical", false);
        assertThat(Bytes.wrap((byte[]) verdict.get("invalid_ancestor_root"))).isEqualTo(badRoot);
        assertThat((String) verdict.get("failure_message")).contains(badRoot.toHexString());
      }
      assertThat(service.lines("select distinct count(*) from events where type = 'block_judged'"))
          .containsExactly("13");
    }
  }

  @Test
  void judgesABlockOfTheFutureWhenItsSlotHasCome() {
    ReferenceChain.Entry first = chain.entries().get(0);
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      service.clock.set(Instant.ofEpochSecond(first.time().getAsLong()).minusNanos(1));
      Receipt receipt = service.receive(first.ssz());
      service.awaitJudged();
      assertThat(service.verdict(receipt))
          .containsEntry("status", "unjudged")
          .containsEntry("waiting_for", "slot");
      service.clock.set(Instant.ofEpochSecond(first.time().getAsLong()));
      service.indexer.wake();
      Await.until(
          () -> "judged in its slot: " + service.verdict(receipt),
          () -> "valid".equals(service.verdict(receipt).get("status")));
      assertThat(service.lines("select type from events order by id"))
          .containsExactly("block_waiting", "block_judged", "head_changed");
    }
  }

  @Test
  void keepsErrorsOfOursApartAndTriesThemAgainAtTheNextStart() {
    // The chain has no block in slot 5: with this bound, one empty slot is too much for us.
    ReplaySettings narrow = ReplaySettings.defaults().withMaxEmptySlots(1);
    Database database = TestDatabase.create();
    Service first =
        new Service(chain, database, List.of(), IndexerSettings.DEFAULT.withReplay(narrow));
    first.start().receive(chain.entries());
    first.awaitJudged();
    assertThat(
            first.lines(
                "select status || coalesce(' for ' || waiting_for, '') || ' ' || count(*) from verdicts group by status, waiting_for order by 1"))
        .containsExactly("error 1", "unjudged for parent 79", "valid 4");
    assertThat(first.lines("select failure_message from verdicts where status = 'error'").get(0))
        .contains("empty");
    first.indexer.close();

    try (Service second = new Service(chain, database, List.of()).start()) {
      second.awaitJudged();
      assertThat(second.lines("select distinct status from verdicts")).containsExactly("valid");
      assertThat(second.number("select max(attempt_count) from verdicts")).isEqualTo(2);
      assertThat(second.number("select count(*) from events where type = 'block_failed'")).isOne();
    }
  }

  @Test
  void givesUpOnAnErrorAfterSomeStarts() {
    IndexerSettings narrow =
        IndexerSettings.DEFAULT.withReplay(ReplaySettings.defaults().withMaxEmptySlots(1));
    Database database = TestDatabase.create();
    for (int start = 0; start < narrow.mostAttempts() + 2; start++) {
      Service service = new Service(chain, database, List.of(), narrow);
      service.receive(chain.entries().subList(0, 5));
      service.start().awaitJudged();
      service.indexer.close();
    }
    try (Service last = new Service(chain, database, List.of(), narrow)) {
      assertThat(last.number("select attempt_count from verdicts where status = 'error'"))
          .isEqualTo(narrow.mostAttempts());
    }
  }

  @Test
  void decidesWhatIsCanonicalWhenFinalityMoves() {
    ReferenceChain forks = ReferenceChain.of("forks-16");
    try (Service service = new Service(forks, TestDatabase.create(), List.of()).start()) {
      service.receive(forks.entries());
      service.awaitJudged();
      Map<String, String> parents = new HashMap<>();
      Map<String, Long> slots = new HashMap<>();
      for (ReferenceChain.Entry entry : forks.entries()) {
        parents.put(entry.text("root"), entry.text("parent_root"));
        slots.put(entry.text("root"), entry.expected().get("slot").asLong());
      }
      ReferenceChain.Entry last = forks.entries().get(forks.entries().size() - 1);
      String finalized = last.expected().get("store_finalized").get("root").asText();
      Set<String> chainToGenesis = new HashSet<>();
      for (String at = finalized; parents.containsKey(at); at = parents.get(at)) {
        chainToGenesis.add(at);
      }
      Map<String, String> expected = new HashMap<>();
      for (String root : parents.keySet()) {
        expected.put(root, expectedMark(root, finalized, chainToGenesis, parents, slots));
      }
      Map<String, String> found = new HashMap<>();
      service
          .rows("select '0x' || encode(root, 'hex') as root, canonical from blocks")
          .forEach(
              row -> found.put((String) row.get("root"), String.valueOf(row.get("canonical"))));
      assertThat(found).isEqualTo(expected);
      assertThat(found.values()).contains("true", "false", "null");
    }
  }

  private static String expectedMark(
      String root,
      String finalized,
      Set<String> canonical,
      Map<String, String> parents,
      Map<String, Long> slots) {
    if (canonical.contains(root)) {
      return "true";
    }
    String at = root;
    while (parents.containsKey(at) && slots.get(at) > slots.get(finalized)) {
      at = parents.get(at);
    }
    return at.equals(finalized) ? "null" : "false";
  }

  @Test
  void tellsListenersOfTheNewestEvent() throws Exception {
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start();
        Connection connection = DriverManager.getConnection(service.database.url());
        Statement statement = connection.createStatement()) {
      statement.execute("listen crosscheck_events");
      service.receive(chain.entries().subList(0, 3));
      List<String> payloads = new ArrayList<>();
      Await.until(
          () -> "a notification, got " + payloads,
          () -> {
            try {
              for (PGNotification notification :
                  connection.unwrap(PGConnection.class).getNotifications(100)) {
                payloads.add(notification.getParameter());
              }
            } catch (SQLException e) {
              throw new AssertionError(e);
            }
            return service.number("select count(*) from verdicts where status = 'valid'") == 3
                && payloads.contains(String.valueOf(service.number("select max(id) from events")));
          });
    }
  }

  @Test
  void leavesJudgingToOneIndexerAtATime() {
    try (Service first = new Service(chain, TestDatabase.create(), List.of()).start()) {
      first.receive(chain.entries().subList(0, 10));
      first.awaitJudged();
      try (Service second =
          new Service(chain, Database.external(first.database.url()), List.of()).start()) {
        second.receive(chain.entries().subList(10, 20));
        second.indexer.wake();
        Await.until(
            () -> "the first judges what the second receives",
            () -> first.number("select count(*) from verdicts where status = 'valid'") == 20);
        first.indexer.close();
        second.receive(chain.entries().subList(20, 30));
        Await.until(
            () -> "the second takes over",
            () -> second.number("select count(*) from verdicts where status = 'valid'") == 30);
      }
      assertThat(first.number("select max(import_order) from verdicts")).isEqualTo(30);
    }
  }

  @Test
  void refusesTheDatabaseOfAnotherNetwork() {
    try (Service service = new Service(chain, TestDatabase.create(), List.of())) {
      assertThatThrownBy(
              () ->
                  new Indexer(
                      chain.spec(),
                      chain.spec().mockedGenesis(32, 1567777777L),
                      service.database,
                      List.of(),
                      Clock.systemUTC()))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("use another database");
    }
  }

  private Bytes32 root(Bytes ssz) {
    try {
      return chain.spec().root(chain.spec().decodeBlock(ssz));
    } catch (SszException e) {
      throw new AssertionError(e);
    }
  }

  private static Bytes flip(Bytes ssz, int at) {
    return overwrite(ssz, at, Bytes.of((byte) (ssz.get(at) ^ 1)));
  }

  private static Bytes overwrite(Bytes ssz, int at, Bytes with) {
    return Bytes.concatenate(ssz.slice(0, at), with, ssz.slice(at + with.size()));
  }
}
