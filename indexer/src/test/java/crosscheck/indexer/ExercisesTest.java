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
        nodes: [{name: A-0}, {name: A-1}, {name: B-0}, {name: B-1}, {name: B-2}]
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
    String real =
        simulated
            + "urls: {A-0: 'http://a:1', A-1: 'http://a:2', B-0: 'http://b:1', B-1: 'http://b:2',"
            + " B-2: 'http://b:3'}\n";
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
  void showsTheBlockWithTheSlashingWhereThatIsAllThatTellsOfAnOffence() throws Exception {
    ReferenceChain chain = ReferenceChain.of("offences-24");
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      begin(service, HEAD + "conditions:\n  - {kind: no_offence}\n");
      service.receive(
          chain.entries().stream()
              .filter(entry -> entry.text("category").equals("branch M"))
              // One of the two blocks of a double proposal.
              .filter(entry -> !entry.text("root").startsWith("0x6ff970e9"))
              .toList());
      service.awaitJudged();
      service.clock.set(service.clock.instant().plusSeconds(40));
      awaitEnd(service, "failed");
      assertThat(service.lines(ROWS))
          .singleElement()
          .asString()
          .contains("\"kind\": \"block\"", "carries the slashing")
          .doesNotContain("first block");
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
      ReferenceChain.Entry stands = slot <= 22 ? entry : upTo(chain, 22);
      report(service, "B-0", time(chain, slot, 2), stands, finalized(stands));
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

  /** What a network does, and what is heard of it; {@code looking}: with a look at each step. */
  private interface Story {
    void tell(Stage stage) throws Exception;
  }

  /** A service whose clock a story moves. */
  private record Stage(ReferenceChain chain, Service service, boolean looking) {

    /** At this time of a slot; in its first second with a look at what has come before. */
    void at(int slot, int second) {
      if (looking && second == 1) {
        look();
      }
      service.clock.set(time(chain, slot, second));
    }

    void look() {
      service.awaitJudged();
      service.indexer.wake();
      awaitPlaced(service);
      service.indexer.lookForExercises().join();
    }

    /** The blocks of a slot come. */
    void blocks(int slot) {
      chain.entries().stream()
          .filter(entry -> slot(entry) == slot)
          .forEach(entry -> service.receive(entry.ssz()));
    }

    /** A node says that its head is the last block up to a slot. */
    void says(String node, int slot) throws InterruptedException {
      ReferenceChain.Entry entry = upTo(chain, slot);
      report(service, node, service.clock.instant(), entry, finalized(entry));
    }

    void isSilent(String node) throws InterruptedException {
      service
          .indexer
          .receiver()
          .report(
              new NodeReport.Failure(
                  node, service.clock.instant(), NodeReport.Fault.TIMEOUT, "no answer"));
    }
  }

  /** The rows of goals that come of a story: the same when somebody looks often, or at the end. */
  private static List<String> decided(String chainName, String goals, Story story)
      throws Exception {
    List<String> often = decided(chainName, goals, story, true);
    assertThat(decided(chainName, goals, story, false)).isEqualTo(often);
    return often;
  }

  private static List<String> decided(String chainName, String goals, Story story, boolean looking)
      throws Exception {
    ReferenceChain chain = ReferenceChain.of(chainName);
    try (Service service = new Service(chain, TestDatabase.create(), List.of())) {
      service.clock.set(time(chain, 0, 0));
      service.start();
      Stage stage = new Stage(chain, service, looking);
      // The engine looks by itself, too: unless it must, it finds nothing that runs.
      if (looking) {
        begin(service, HEAD + goals);
      }
      story.tell(stage);
      if (!looking) {
        Instant now = service.clock.instant();
        service.awaitJudged();
        service.clock.set(time(chain, 0, 0));
        begin(service, HEAD + goals);
        service.clock.set(now);
      }
      service.clock.set(time(chain, 200, 0));
      stage.look();
      Await.until(
          () -> "the exercise ends: " + service.lines(ROWS),
          () -> service.number("select count(*) from exercises where state <> 'running'") == 1);
      return service.lines(ROWS);
    }
  }

  @Test
  void holdsAgainstANodeWhatItSaidOrDidNotAnswerAndNotThatNobodyAskedIt() throws Exception {
    String goals =
        """
        conditions:
          - {kind: follows_head, within: 3, nodes: [A-0, A-1, B-0, B-1, B-2]}
        """;
    List<String> rows =
        decided(
            "finality-16",
            goals,
            stage -> {
              for (int slot = 1; slot <= 36; slot++) {
                stage.at(slot, 1);
                stage.blocks(slot);
                stage.at(slot, 3);
                boolean asked = slot <= 23 || slot >= 30;
                if (asked) {
                  // Behind when we stop asking, but not too far; one of them is when we ask again.
                  stage.says("A-0", slot <= 20 || slot >= 30 ? slot : 20);
                  stage.says("A-1", slot <= 19 || slot >= 30 ? slot : 19);
                  stage.says("B-0", slot <= 20 ? slot : slot < 30 ? 20 : slot - 6);
                }
                // Asked all the time; the one does not answer, the other says the same.
                if (slot <= 20 || slot >= 30) {
                  stage.says("B-1", slot);
                } else {
                  stage.isSilent("B-1");
                }
                stage.says("B-2", slot <= 20 || slot >= 30 ? slot : 20);
              }
            });
    assertThat(rows)
        .satisfiesExactly(
            row -> assertThat(row).startsWith("follows_head A-0 passed 95 "),
            row -> assertThat(row).startsWith("follows_head A-1 passed 95 "),
            row ->
                assertThat(row)
                    .startsWith(
                        "follows_head B-0 failed 30 %d ".formatted(at("finality-16", 30, 3)))
                    .contains("stood at slot 23 of our chain"),
            row ->
                assertThat(row)
                    .startsWith("follows_head B-1 failed 26 ")
                    .contains("stood at slot 20 of our chain"),
            row -> assertThat(row).startsWith("follows_head B-2 failed 26 "));
  }

  @Test
  void takesWhatANodeSaysAfterATimeInWhichNobodyAskedItAsTrueSinceThen() throws Exception {
    String goals =
        """
        goals:
          - {kind: finalized, epoch: 6, nodes: [A-0, B-0], deadline: slot 66}
          - {kind: reaches_head, id: reached, within: 1, from: slot 64, nodes: [A-0, B-0], deadline: slot 66}
        """;
    List<String> rows =
        decided(
            "finality-16",
            goals,
            stage -> {
              for (int slot = 1; slot <= 80; slot++) {
                stage.at(slot, 1);
                stage.blocks(slot);
                stage.at(slot, 3);
                if (slot < 60 || slot >= 70) {
                  stage.says("A-0", slot);
                }
                if (slot < 60 || slot == 67) {
                  stage.says("B-0", Math.min(slot, 59));
                } else if (slot >= 70) {
                  stage.says("B-0", slot);
                }
              }
            });
    assertThat(rows)
        .satisfiesExactly(
            row -> assertThat(row).startsWith("finalized A-0 passed 70 "),
            row -> assertThat(row).startsWith("finalized B-0 failed 66 "),
            row -> assertThat(row).startsWith("reached A-0 passed 70 "),
            row -> assertThat(row).startsWith("reached B-0 failed 66 "));
  }

  @Test
  void countsWhatHadComeByTheDeadlineHoweverLateSomebodyLooks() throws Exception {
    String goals = "goals:\n  - {kind: finalized, epoch: 6, nodes: network, deadline: slot 70}\n";
    int finalizing = (int) firstSlotFinalizing(ReferenceChain.of("finality-16"), 6);
    List<String> rows =
        decided(
            "finality-16",
            goals,
            stage -> {
              for (int slot = 1; slot < finalizing; slot++) {
                stage.at(slot, 1);
                stage.blocks(slot);
              }
              // The block of a slot before the deadline comes after it.
              stage.at(72, 1);
              stage.blocks(finalizing);
              stage.at(73, 1);
            });
    assertThat(rows)
        .singleElement()
        .satisfies(row -> assertThat(row).startsWith("finalized failed 70 "));
  }

  @Test
  void comparesWithTheChainThatWasOursThen() throws Exception {
    String goals =
        """
        conditions:
          - {kind: follows_head, within: 2, nodes: [A-0, B-0]}
          - {kind: no_deep_fork, most: 1}
          - {kind: no_deep_fork, id: deeper, most: 6}
          - {kind: participation, least: 0.99}
        """;
    List<String> rows =
        decided(
            "forks-16",
            goals,
            stage -> {
              for (int slot = 1; slot <= 60; slot++) {
                stage.at(slot, 1);
                stage.blocks(slot);
                stage.at(slot, 3);
                stage.says("A-0", slot);
                stage.says("B-0", slot < 40 ? slot : 40);
              }
            });
    // On which branch both stand, what is ours changes after slot 13; they are measured before.
    assertThat(rows)
        .satisfiesExactly(
            row ->
                assertThat(row)
                    .startsWith("follows_head A-0 failed 14 ")
                    .contains("stood at slot 10 of our chain"),
            row -> assertThat(row).startsWith("follows_head B-0 failed 14 "),
            row ->
                assertThat(row)
                    .startsWith("no_deep_fork failed 12 %d ".formatted(at("forks-16", 12, 1)))
                    .contains("two branches left slot 10"),
            row -> assertThat(row).startsWith("deeper passed 95 "),
            row ->
                assertThat(row)
                    .startsWith("participation failed 16 ")
                    .contains("in epoch 0 81.3 %"));
  }

  @Test
  void countsNothingThatWasBeforeItBegan() throws Exception {
    ReferenceChain chain = ReferenceChain.of("forks-16");
    try (Service service = new Service(chain, TestDatabase.create(), List.of())) {
      service.clock.set(time(chain, 0, 0));
      service.start();
      Stage stage = new Stage(chain, service, true);
      for (int slot = 1; slot <= 34; slot++) {
        stage.at(slot, 1);
        stage.blocks(slot);
        stage.at(slot, 3);
        stage.says("A-0", slot < 29 ? 1 : slot);
        if (slot == 32) {
          begin(
              service,
              HEAD
                  + """
                  conditions:
                    - {kind: follows_head, within: 24, nodes: [A-0]}
                    - {kind: no_deep_fork, most: 1}
                    - {kind: participation, least: 0.99}
                  """);
        }
      }
      stage.look();
      assertThat(
              service.lines(
                  "select concat_ws(' ', goal, state, reason) from exercise_goals order by position"))
          .containsExactly("follows_head pending", "no_deep_fork pending", "participation pending");
    }
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

  private static ReferenceChain.Entry upTo(ReferenceChain chain, int slot) {
    return chain.entries().stream()
        .filter(entry -> slot(entry) <= slot)
        .reduce((before, after) -> after)
        .orElseThrow();
  }

  private static int slot(ReferenceChain.Entry entry) {
    return entry.expected().get("slot").asInt();
  }

  private static long at(String chain, long slot, long seconds) {
    return at(ReferenceChain.of(chain), slot) + seconds;
  }

  /** Unix time of the start of a slot. */
  private static long at(ReferenceChain chain, long slot) {
    return chain.genesis().genesisTime() + slot * SECONDS_PER_SLOT;
  }

  private static Instant time(ReferenceChain chain, long slot, long seconds) {
    return Instant.ofEpochSecond(at(chain, slot) + seconds);
  }
}
