package crosscheck.cli;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Indexer;
import crosscheck.indexer.IndexerSettings;
import crosscheck.indexer.NodeReport;
import crosscheck.indexer.Observation;
import crosscheck.indexer.alert.AlertSettings;
import crosscheck.indexer.exercise.ExerciseBook;
import crosscheck.indexer.exercise.Scenario;
import crosscheck.indexer.source.SourceRegistry;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.settings.Value;
import crosscheck.spec.State;
import crosscheck.testnet.Network;
import crosscheck.testnet.NetworkPlan;
import crosscheck.testnet.NodeStatus;
import crosscheck.testnet.PlanChanges;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.tuweni.bytes.Bytes;

/**
 * A test network in virtual time, and a real indexer over a real database that watches it: it gets
 * each block from the node that made it, and hears every few slots where each node stands.
 */
final class WatchedNetwork implements AutoCloseable {

  private static final long GENESIS_TIME = 1_567_777_777;
  private static final Duration DEADLINE = Duration.ofMinutes(4);

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final AlertSettings QUICK =
      AlertSettings.DEFAULT
          .withSettle(Duration.ZERO)
          .with("slashable_offence", "clear", SOON)
          .with("deep_reorg", "clear", SOON)
          .with("node_disagrees", "clear", SOON)
          .with("malformed_block", "clear", SOON);

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }
      };

  private final Network network;
  private final long everyMillis;
  private final Database database = TestDatabase.create();
  private final Indexer indexer;
  private final ExerciseBook exercises;
  private final Set<Bytes> known = new HashSet<>();
  private final Set<String> unfollowed = new HashSet<>();
  private final List<Delivery> seen = new ArrayList<>();
  private volatile Instant now = Instant.ofEpochSecond(GENESIS_TIME);
  private long told;

  /**
   * @param nothing an empty folder
   * @param every how often the indexer is told
   */
  WatchedNetwork(String plan, Path nothing, Duration every) throws InterruptedException {
    this(NetworkPlan.parse("plan.yaml", plan, PlanChanges.NONE), nothing, every, QUICK);
  }

  /**
   * @param nothing an empty folder
   * @param every how often the indexer is told
   */
  WatchedNetwork(NetworkPlan plan, Path nothing, Duration every, AlertSettings alerts)
      throws InterruptedException {
    State genesis = plan.genesis().state(plan.spec(), GENESIS_TIME);
    this.everyMillis = every.toMillis();
    this.told = now.toEpochMilli();
    this.network = new Network(plan, genesis, this::see);
    this.indexer = indexer(plan, genesis, nothing, alerts);
    this.exercises = new ExerciseBook(database, clock);
    indexer.start();
    tell();
  }

  /** Begins an exercise over this network; returns its id. */
  long begin(Scenario scenario) {
    return exercises.begin(scenario);
  }

  /** Nodes are followed by sources that find nothing; what they would find is delivered instead. */
  private Indexer indexer(NetworkPlan plan, State genesis, Path nothing, AlertSettings alerts) {
    List<SourceSettings> sources =
        plan.nodes().stream()
            .map(
                node ->
                    SourceSettings.read(
                        Value.parse(
                            "test",
                            "{name: %s, kind: directory, node: %s, folder: \"%s\"}"
                                .formatted(node.name(), node.name(), nothing))))
            .toList();
    return new Indexer(
        plan.spec(), genesis, database, sources, clock, IndexerSettings.DEFAULT.withAlerts(alerts));
  }

  /** Each block comes from the node that made it: what others refuse they do not hand on. */
  private void see(String node, Bytes ssz, long millis) {
    if (known.add(ssz)) {
      Observation observation =
          new Observation(node, Optional.of(node), Instant.ofEpochMilli(millis));
      seen.add(new Delivery(ssz, observation, Optional.empty()));
    }
  }

  /** Plays on to the end of a slot. */
  WatchedNetwork upTo(long slot) throws InterruptedException {
    network.run(this::tick, slot);
    tell();
    return this;
  }

  /** The operator no longer follows a node. */
  WatchedNetwork unfollow(String node) {
    unfollowed.add(node);
    new SourceRegistry(database.jdbi(), Clock.systemUTC()).remove(node);
    return this;
  }

  private long tick(long millis) throws InterruptedException {
    if (millis - told >= everyMillis) {
      told = millis;
      tell();
    }
    now = Instant.ofEpochMilli(Math.max(millis, now.toEpochMilli()));
    return millis;
  }

  private void tell() throws InterruptedException {
    if (!seen.isEmpty()) {
      indexer.receiver().receiveAll(List.copyOf(seen));
      seen.clear();
    }
    for (NodeStatus status : network.statuses()) {
      if (!unfollowed.contains(status.name())) {
        indexer.receiver().report(report(status));
      }
    }
    indexer.wake();
    awaitJudged();
    indexer.lookForAlerts().join();
    // What is decided must not depend on how far the network had run on when it was looked at.
    indexer.lookForExercises().join();
  }

  private NodeReport report(NodeStatus node) {
    return node.up()
        ? new NodeReport.Status(
            node.name(),
            now,
            node.head(),
            node.headSlot(),
            Optional.of(node.justified()),
            Optional.of(node.finalized()),
            Optional.empty())
        : new NodeReport.Failure(node.name(), now, NodeReport.Fault.UNREACHABLE, "no connection");
  }

  private void awaitJudged() {
    awaitNothing(
        "select 'x' from verdicts where status = 'unjudged' and waiting_for is null limit 1");
  }

  /** Waits until every exercise that was begun has been decided by what is known now. */
  void awaitExercises() {
    awaitNothing("select 'x' from exercises where state = 'running'");
  }

  private void awaitNothing(String sql) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!lines(sql).isEmpty()) {
      if (indexer.ended().isDone() || System.nanoTime() > end) {
        throw new AssertionError("there is no end to it: " + sql);
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  /** Alerts in the order in which they were opened: rule, cause, title, whether resolved. */
  List<String> alerts() {
    return lines(
        """
        select rule || ' ' || case when resolved_at is null then 'open' else 'resolved' end
          || ' ' || title
        from alerts order by id
        """);
  }

  /** The first column of a query. */
  List<String> lines(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  @Override
  public void close() {
    network.close();
    indexer.close();
    database.close();
  }
}
