package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.exercise.ExerciseBook;
import crosscheck.indexer.exercise.Scenario;
import crosscheck.settings.Value;
import crosscheck.spec.Checkpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** Goals are decided by what the network did, in its own time. */
final class ExercisesTest {

  private static final long SECONDS_PER_SLOT = 6;

  private static final String HEAD =
      """
      exercise: test
      clients: {A: Lighthouse, B: Lodestar}
      network:
        nodes: [{name: A-0}, {name: B-0}, {name: B-1}]
      deadline: epoch 11
      """;

  private static final String ROWS =
      """
      select concat_ws(' ', goal, node, state, slot, extract(epoch from decided_at)::bigint, reason,
        evidence)
      from exercise_goals
      order by position
      """;

  @Test
  void decidesAChainThatIsLoadedAfterwardsByItsSlots() throws Exception {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      begin(
          service,
          HEAD
              + """
              goals:
                - {kind: finalized, epoch: 8, nodes: network}
                - {kind: finalized, id: too_late, epoch: 9, nodes: network, deadline: slot 87}
                - {kind: finalized, id: said, epoch: 9, nodes: [A-0, B-0, B-1]}
              conditions:
                - {kind: no_invalid_block}
                - {kind: no_deep_fork, most: 0}
                - {kind: no_offence}
              """);
      service.receive(chain.entries());
      service.awaitJudged();
      ReferenceChain.Entry last = chain.entries().get(chain.entries().size() - 1);
      Checkpoint finalized = finalized(last);
      report(service, "A-0", service.clock.instant(), last, finalized);
      report(
          service,
          "B-0",
          service.clock.instant(),
          last,
          new Checkpoint(9, Bytes32.repeat((byte) 1)));
      awaitPlaced(service);
      service.clock.set(service.clock.instant().plusSeconds(40));
      awaitEnd(service, "failed");
      long eight = firstSlotFinalizing(chain, 8);
      assertThat(service.lines(ROWS))
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .startsWith("finalized passed %d %d".formatted(eight, at(chain, eight))),
              line ->
                  assertThat(line)
                      .startsWith(
                          "too_late failed 87 %d not by the end of slot 87: our"
                              .formatted(at(chain, 88)))
                      .contains("epoch 8"),
              line -> assertThat(line).startsWith("said A-0 passed 90 "),
              line ->
                  assertThat(line)
                      .startsWith("said B-0 failed 90 ")
                      .contains("says that epoch 9 is finalized with block 0x010101")
                      .contains(finalized.root().toHexString()),
              line ->
                  assertThat(line)
                      .startsWith("said B-1 failed 95 ")
                      .contains("says nothing yet; our transition: epoch 9; it was never heard of"),
              line -> assertThat(line).startsWith("no_invalid_block passed 95"),
              line -> assertThat(line).startsWith("no_deep_fork passed 95"),
              line -> assertThat(line).startsWith("no_offence passed 95"));
      assertThat(
              service.lines(
                  """
                  select concat_ws(' ', type, payload ->> 'goal', payload ->> 'node')
                  from event_log where payload ->> 'exercise_id' is not null order by id
                  """))
          .startsWith("exercise_started")
          .endsWith("exercise_ended")
          .hasSize(10)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void startsWithThePresentSlotUnlessNothingHasComeFromASimulatedNetworkYet() throws Exception {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    String simulated = HEAD + "conditions:\n  - {kind: no_invalid_block}\n";
    String real = simulated + "urls: {A-0: 'http://a:1', B-0: 'http://b:1', B-1: 'http://c:1'}\n";
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      service.clock.set(Instant.ofEpochSecond(chain.genesis().genesisTime() + 7 * 6));
      begin(service, real);
      begin(service, simulated);
      service.receive(chain.entries().subList(0, 3));
      begin(service, simulated);
      assertThat(service.lines("select start_slot from exercises order by id"))
          .containsExactly("7", "0", "7");
    }
  }

  @Test
  void failsWithEvidence() throws Exception {
    ReferenceChain chain = ReferenceChain.of("offences-24");
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      begin(
          service,
          HEAD
              + """
              conditions:
                - {kind: no_offence}
                - {kind: no_deep_fork, most: 3}
                - {kind: participation, least: 0.99}
              """);
      service.receive(chain.entries());
      service.awaitJudged();
      service.clock.set(service.clock.instant().plusSeconds(40));
      awaitEnd(service, "failed");
      assertThat(service.lines(ROWS))
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .contains("no_offence failed", " by validator ", "\"kind\": \"offence\""),
              line ->
                  assertThat(line)
                      .contains("no_deep_fork failed", "more than 3 slots", "\"kind\": \"fork\""),
              line ->
                  assertThat(line)
                      .contains("participation failed", "% of the balance", "\"kind\": \"epoch\""));
    }
  }

  @Test
  void showsTheInvalidBlock() throws Exception {
    ReferenceChain chain = ReferenceChain.of("invalid-16");
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      begin(service, HEAD + "conditions:\n  - {kind: no_invalid_block}\n");
      service.receive(chain.entries());
      service.awaitJudged();
      service.clock.set(service.clock.instant().plusSeconds(40));
      awaitEnd(service, "failed");
      String first =
          service
              .lines(
                  """
                  select '0x' || encode(b.root, 'hex') from verdicts v
                    join blocks b on b.input_id = v.input_id
                  where v.status = 'invalid' order by v.import_order limit 1
                  """)
              .get(0);
      assertThat(service.lines(ROWS))
          .singleElement()
          .asString()
          .contains("failed 3 ", "is invalid: process_", first);
    }
  }

  @Test
  void decidesTheSameLiveWithAndWithoutRestarts() throws Exception {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    List<String> undisturbed = live(chain, Set.of());
    assertThat(undisturbed)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("finalized A-0 passed 64"),
            line -> assertThat(line).startsWith("finalized B-0 failed 71").contains("says epoch 0"),
            line -> assertThat(line).startsWith("reaches_head B-1 passed 40"),
            line -> assertThat(line).startsWith("follows_head A-0 passed 71 ").endsWith(" []"),
            line ->
                assertThat(line)
                    .startsWith("follows_head B-0 failed 27 ")
                    .contains("stood at slot 22 of our chain"));
    assertThat(live(chain, Set.of(10, 33, 60, 70))).isEqualTo(undisturbed);
  }

  /** A-0 follows, B-0 stands still after slot 22, B-1 comes at slot 40. */
  private static List<String> live(ReferenceChain chain, Set<Integer> restarts) throws Exception {
    String scenario =
        HEAD
            + """
            goals:
              - {kind: finalized, epoch: 6, nodes: [A-0, B-0], deadline: slot 71}
              - {kind: reaches_head, within: 1, from: slot 30, nodes: [B-1]}
            conditions:
              - {kind: follows_head, within: 3, nodes: [A-0, B-0]}
            """;
    Database database = TestDatabase.create();
    Service service = new Service(chain, database, List.of());
    service.clock.set(time(chain, 0, 0));
    service.start();
    begin(service, scenario);
    for (ReferenceChain.Entry entry : chain.entries()) {
      int slot = slot(entry);
      service.clock.set(time(chain, slot, 1));
      service.receive(entry.ssz());
      report(service, "A-0", time(chain, slot, 2), entry, finalized(entry));
      if (slot <= 22) {
        report(service, "B-0", time(chain, slot, 2), entry, finalized(entry));
      }
      if (slot >= 40) {
        report(service, "B-1", time(chain, slot, 3), entry, finalized(entry));
      }
      if (restarts.contains(slot)) {
        Instant now = service.clock.instant();
        service.indexer.close();
        service = new Service(chain, database, List.of());
        service.clock.set(now);
        service.start();
      }
    }
    service.clock.set(time(chain, 200, 0));
    awaitEnd(service, "failed");
    List<String> rows = service.lines(ROWS);
    assertThat(
            service.number(
                "select count(*) from event_log where payload ->> 'exercise_id' is not null"))
        .isEqualTo(rows.size() + 2L);
    service.close();
    return rows;
  }

  @Test
  void entersTheResultOfAnEarlierRunOnce() {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    try (Service service = new Service(chain, TestDatabase.create(), List.of())) {
      ExerciseBook book = new ExerciseBook(service.database, service.clock);
      String report =
          """
          {"run": "r1", "name": "A / B", "exercise": "5", "variant": "plain",
           "machines": "several", "clients": {"A": "a", "B": "b"}, "scenario": {},
           "paced_by": "clock", "state": "passed", "started_at": "2019-09-06T13:00:00Z",
           "start_slot": "0", "deadline_slot": "95", "ended_at": "2019-09-06T14:00:00Z",
           "end_slot": "80", "goals": [{"state": "passed"}, {"state": "passed"}]}
          """;
      assertThat(book.enter(report)).isTrue();
      assertThat(book.enter(report)).isFalse();
      assertThat(
              service.lines(
                  "select concat_ws(' ', run, state, passed_count, goal_count, end_slot) from"
                      + " exercises"))
          .containsExactly("r1 passed 2 2 80");
    }
  }

  private static void begin(Service service, String yaml) {
    Scenario scenario = Scenario.read(Value.parse("test.yaml", yaml));
    assertThat(new ExerciseBook(service.database, service.clock).begin(scenario)).isPositive();
  }

  private static void awaitEnd(Service service, String state) {
    Await.until(
        () -> "the exercise ends: " + service.lines(ROWS),
        () -> service.number("select count(*) from exercises where state <> 'running'") == 1);
    assertThat(service.lines("select state from exercises")).containsExactly(state);
  }

  private static void awaitPlaced(Service service) {
    Await.until(
        () -> "all reports are looked at",
        () -> service.number("select count(*) from node_heads where resolution = 'new'") == 0);
  }

  private static void report(
      Service service, String node, Instant at, ReferenceChain.Entry head, Checkpoint finalized)
      throws InterruptedException {
    service
        .indexer
        .receiver()
        .report(
            new NodeReport.Status(
                node,
                at,
                Bytes32.fromHexString(head.text("root")),
                slot(head),
                Optional.empty(),
                Optional.of(finalized),
                Optional.empty()));
  }

  private static Checkpoint finalized(ReferenceChain.Entry entry) {
    return new Checkpoint(
        entry.expected().at("/store_finalized/epoch").asLong(),
        Bytes32.fromHexString(entry.expected().at("/store_finalized/root").asText()));
  }

  private static long firstSlotFinalizing(ReferenceChain chain, long epoch) {
    List<Long> slots = new ArrayList<>();
    for (ReferenceChain.Entry entry : chain.entries()) {
      if (finalized(entry).epoch() >= epoch) {
        slots.add((long) slot(entry));
      }
    }
    return slots.get(0);
  }

  private static int slot(ReferenceChain.Entry entry) {
    return entry.expected().get("slot").asInt();
  }

  /** Unix time of the start of a slot. */
  private static long at(ReferenceChain chain, long slot) {
    return chain.genesis().genesisTime() + slot * SECONDS_PER_SLOT;
  }

  private static Instant time(ReferenceChain chain, long slot, long seconds) {
    return Instant.ofEpochSecond(at(chain, slot) + seconds);
  }
}
