package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.FakeNode.Behaviour;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import crosscheck.spec.State;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PollSourceTest {

  private final ReferenceChain chain = ReferenceChain.of("finality-16");

  /** Where a block's signature begins: after slot, two roots and the offset of the body. */
  private static final int SIGNATURE = 8 + 32 + 32 + 4;

  private final FakeNode node = new FakeNode(chain);

  @AfterEach
  void close() {
    node.close();
  }

  private static SourceSettings poll(String name, FakeNode node) {
    return read(
        "name: poll-" + name,
        "kind: poll",
        "node: " + name,
        "url: " + node.address(),
        "every: 5ms",
        "timeout: 400ms");
  }

  private static SourceSettings read(String... lines) {
    return SourceSettings.read(Value.parse("test", String.join("\n", lines)));
  }

  private Service start(Database database, SourceSettings... sources) {
    return start(chain, database, sources);
  }

  private static Service start(ReferenceChain chain, Database database, SourceSettings... sources) {
    return new Service(chain, database, Arrays.asList(sources)).start();
  }

  private static void awaitValid(Service service, int count) {
    Await.until(
        () ->
            count
                + " valid blocks: "
                + service.rows("select status, waiting_for, count(*) from verdicts group by 1, 2")
                + status(service),
        () -> service.number("select count(*) from verdicts where status = 'valid'") == count);
  }

  private static List<Map<String, Object>> status(Service service) {
    return service.rows("select state, message, head_slot from node_status");
  }

  private static void awaitState(Service service, String state) {
    Await.until(
        () -> state + ": " + status(service),
        () -> service.lines("select state from node_status").equals(List.of(state)));
  }

  private static String hex(String column) {
    return "'0x' || encode(" + column + ", 'hex')";
  }

  @Test
  void followsTheHeadAndTellsHowTheNodeStands() {
    node.follow(chain.entries().subList(0, 10));
    try (Service service = start(TestDatabase.create(), poll("a", node))) {
      awaitValid(service, 10);
      node.finalizedSlot(8);
      node.follow(chain.entries().subList(10, 11));
      awaitValid(service, 11);
      Bytes32 head = Bytes32.fromHexString(chain.entries().get(10).text("root"));
      Await.until(
          () -> "the head is told: " + status(service),
          () ->
              service
                  .lines("select " + hex("head_root") + " from node_status")
                  .equals(List.of(head.toHexString())));
      assertThat(
              service.lines(
                  """
                  select concat_ws(' ', n.name, state, client_version, head_slot, justified_epoch,
                    finalized_epoch, message)
                  from node_status join nodes n on n.id = node_id
                  """))
          .containsExactly("a ok Fake/1.0 12 1 1");
      assertThat(service.number("select count(*) from events where type = 'block_waiting'"))
          .isZero();
    }
  }

  @Test
  void fillsInALongChainFromGenesisInItsOrder() {
    node.follow(chain.entries().subList(0, 45));
    try (Service service = start(TestDatabase.create(), poll("a", node))) {
      awaitValid(service, 45);
      assertThat(service.number("select count(*) from events where type = 'block_waiting'"))
          .isZero();
      assertThat(service.number("select count(*) from observations")).isEqualTo(45);
    }
  }

  @Test
  void goesOnAfterARestartWhereItStopped() {
    node.follow(chain.entries().subList(0, 5));
    Database database = TestDatabase.create();
    try (Service first = new Service(chain, database, List.of(poll("a", node)))) {
      first.start();
      awaitValid(first, 5);
      first.indexer.close();
      node.follow(chain.entries().subList(5, 45));
      try (Service again = start(database, poll("a", node))) {
        awaitValid(again, 45);
        assertThat(again.number("select count(*) from observations")).isEqualTo(45);
        assertThat(again.number("select count(*) from events where type = 'block_waiting'"))
            .isZero();
      }
    }
  }

  @Test
  void fillsInALongChainAlsoFromANodeThatHasItByRootOnly() {
    node.behave(Behaviour.BY_ROOT_ONLY);
    node.follow(chain.entries().subList(0, 45));
    try (Service service = start(TestDatabase.create(), poll("a", node))) {
      awaitValid(service, 45);
    }
  }

  @Test
  void understandsANodeThatHasOnlyJson() {
    node.behave(Behaviour.JSON_ONLY);
    node.follow(chain.entries().subList(0, 5));
    try (Service service = start(TestDatabase.create(), poll("a", node))) {
      awaitValid(service, 5);
      awaitState(service, "ok");
    }
  }

  @Test
  void fetchesTheParentsThatABlockOfAnotherSourceWaitsFor() {
    ReferenceChain forks = ReferenceChain.of("forks-16");
    try (FakeNode other = new FakeNode(forks)) {
      List<ReferenceChain.Entry> entries = forks.entries();
      // The last of a side branch of three; the node has it all, but its head is elsewhere.
      ReferenceChain.Entry tip = entries.get(36);
      other.follow(entries.subList(0, 45));
      try (Service service = start(forks, TestDatabase.create(), poll("a", other))) {
        Receipt receipt = service.receive(tip.ssz());
        Await.until(
            () -> "the branch: " + service.verdict(receipt),
            () -> service.verdict(receipt).get("status").toString().equals("valid"));
      }
    }
  }

  @Test
  void takesTheGoodCopyOfABlockFromOneNodeWhenAnotherServesAForgedOne() {
    List<ReferenceChain.Entry> entries = chain.entries().subList(0, 10);
    node.follow(entries);
    Bytes good = entries.get(4).ssz();
    Bytes another = entries.get(5).ssz().slice(SIGNATURE, 96);
    node.put(Bytes.concatenate(good.slice(0, SIGNATURE), another, good.slice(SIGNATURE + 96)));
    try (FakeNode honest = new FakeNode(chain);
        Service service = start(TestDatabase.create(), poll("a", node), poll("b", honest))) {
      Await.until(
          () -> "the forged copy is judged",
          () ->
              service
                  .lines("select failure_check from verdicts where status = 'invalid'")
                  .equals(List.of("PROPOSER_SIGNATURE")));
      honest.follow(entries);
      awaitValid(service, 10);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SILENT                     | timeout     | no whole answer in 400 ms
          STUCK                      | timeout     | no whole answer in 400 ms
          ENDLESS                    | garbage     | an answer of more than 4194304 bytes
          WEB_PAGE                   | garbage     | content type "text/html": <h1>It works!</h1>
          JUNK                       | garbage     | the answer cannot be read
          JUNK_BLOCK                 | garbage     | the answer cannot be read
          OTHER_BLOCK                | lying       | it answers 0x
          OTHER_BLOCK_UNDER_THE_ROOT | lying       | it names root 0x
          WRONG_HEAD_SLOT            | lying       | has slot 22, and the block has slot 21
          HEAD_WITHOUT_BLOCK         | lying       | it does not have its own head 0x0000
          ODD_CHECKPOINT             | lying       | the justified checkpoint is at slot 3, where no epoch begins
          DISORDER                   | lying       | its head has slot 21, justified 0, finalized 8: not in order
          REDIRECT                   | error       | it answers 302, and redirects are not followed
          SERVER_ERROR               | error       | it answers 500 Database error: gone
          HANGS_UP                   | unreachable | the answer broke off
          """)
  void showsWhatIsWrongWithANodeAndRecoversWithIt(
      Behaviour behaviour, String state, String message) {
    node.follow(chain.entries().subList(0, 10));
    try (Service service = start(TestDatabase.create(), poll("a", node))) {
      awaitValid(service, 10);
      node.behave(behaviour);
      node.follow(chain.entries().subList(10, 20));
      awaitState(service, state);
      assertThat(service.lines("select message from node_status").get(0)).contains(message);
      assertThat(service.number("select count(*) from inputs")).isLessThan(20);
      Await.until(
          () -> "the source is shown to retry",
          () -> service.lines("select status from source_status").contains("retrying"));
      node.behave(Behaviour.HONEST);
      awaitValid(service, 20);
      awaitState(service, "ok");
      assertThat(service.number("select count(*) from verdicts where status <> 'valid'")).isZero();
      assertThat(service.rows("select message from node_status where message is not null"))
          .isEmpty();
    }
  }

  @Test
  void showsANodeThatIsDeadAndComesBack() {
    node.follow(chain.entries().subList(0, 5));
    node.die();
    try (Service service = start(TestDatabase.create(), poll("a", node))) {
      awaitState(service, "unreachable");
      node.rise();
      awaitValid(service, 5);
      node.die();
      awaitState(service, "unreachable");
      assertThat(service.lines("select message from node_status").get(0))
          .contains(node.address() + ": no connection");
      node.rise();
      awaitState(service, "ok");
    }
  }

  @Test
  void showsANodeWhoseFinalityGoesBack() {
    node.follow(chain.entries().subList(0, 10));
    node.finalizedSlot(8);
    try (Service service = start(TestDatabase.create(), poll("a", node))) {
      awaitValid(service, 10);
      node.finalizedSlot(0);
      awaitState(service, "lying");
      assertThat(service.lines("select message from node_status"))
          .containsExactly("it says epoch 0 is finalized, after it said epoch 1");
      node.finalizedSlot(8);
      awaitState(service, "ok");
    }
  }

  @Test
  void takesNothingFromANodeOfAnotherNetwork() {
    State another = chain.spec().mockedGenesis(16, 1);
    try (FakeNode stranger = new FakeNode(chain.spec(), another)) {
      node.follow(chain.entries().subList(0, 5));
      try (Service service = start(TestDatabase.create(), poll("a", stranger), poll("b", node))) {
        awaitValid(service, 5);
        Await.until(
            () -> "the stranger is found out: " + status(service),
            () ->
                service.lines("select message from node_status where state = 'lying'").stream()
                    .anyMatch(line -> line.startsWith("it is on another network")));
        assertThat(service.number("select count(*) from inputs")).isEqualTo(5);
      }
    }
  }

  @Test
  void refusesSettingsThatCannotBe() {
    assertThatThrownBy(() -> read("name: a", "kind: poll"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("url");
    Stream.of("every: 0s", "timeout: 0s", "url: ftp://x/", "url: http://h/?a=b")
        .forEach(
            line ->
                assertThatThrownBy(
                        () ->
                            read(
                                "name: a",
                                "kind: poll",
                                line.startsWith("url") ? "" : "url: http://127.0.0.1:5052",
                                line))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("test"));
  }
}
