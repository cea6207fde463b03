package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Indexer;
import crosscheck.indexer.NodeReport;
import crosscheck.indexer.Observation;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import crosscheck.testing.Data;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The whole service over a reference chain: the indexer judges its blocks, in the order of {@code
 * index.json}, and a server tells what it found. To be shared by the tests of a class:
 *
 * <pre>{@code
 * private static IndexedExplorer explorer;
 *
 * @BeforeAll
 * static void judge() {
 *   explorer = IndexedExplorer.of("forks-16");
 * }
 *
 * @AfterAll
 * static void close() {
 *   explorer.close();
 * }
 * }</pre>
 *
 * <p>Time stands, at the time at which the chain's last delivered block was imported; {@link
 * #moveTo} moves it.
 */
final class IndexedExplorer implements AutoCloseable {

  private final Path folder;
  private final JsonNode index;
  private final MovedClock clock = new MovedClock();
  private final Indexer indexer;
  private final Explorer explorer;
  private int delivered;

  private IndexedExplorer(String chain) {
    this.folder = Data.require("chains/" + chain);
    this.index = parse(folder.resolve("index.json"));
    State genesis = genesis();
    clock.now = Instant.ofEpochSecond(genesis.genesisTime());
    Database database = TestDatabase.create();
    this.indexer = new Indexer(Explorer.SPEC, genesis, database, List.of(), clock);
    this.explorer = Explorer.over(database, clock);
    indexer.start();
  }

  /**
   * With every block of a chain judged.
   *
   * @param chain folder in {@code chains}; the tests are skipped where it is absent
   */
  static IndexedExplorer of(String chain) {
    return begin(chain).deliverAll();
  }

  /** At genesis, with nothing delivered. */
  static IndexedExplorer begin(String chain) {
    return new IndexedExplorer(chain);
  }

  /** Delivers the next blocks by node-1, and returns when they are judged or wait. */
  IndexedExplorer deliver(int count) {
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonNode entry = entries().get(delivered++);
      Instant time = Instant.ofEpochSecond(entry.path("time").asLong());
      clock.now = time.isAfter(clock.now) ? time : clock.now;
      Observation seen = new Observation("test", Optional.of("node-1"), clock.now);
      deliveries.add(
          new Delivery(Bytes.wrap(read(entry.get("file").asText())), seen, Optional.empty()));
    }
    try {
      indexer.receiver().receiveAll(deliveries);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    awaitJudged();
    return this;
  }

  /** Delivers all that is left. */
  IndexedExplorer deliverAll() {
    return deliver(left());
  }

  /** Blocks that are not delivered yet. */
  int left() {
    return entries().size() - delivered;
  }

  /** A node says that a block is its head. */
  void report(String node, JsonNode entry) {
    report(
        new NodeReport.Status(
            node,
            clock.now,
            Bytes32.fromHexString(entry.get("root").asText()),
            entry.get("slot").asLong(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("Test/v0.1")));
  }

  /** A node does not answer. */
  void fail(String node) {
    report(new NodeReport.Failure(node, clock.now, NodeReport.Fault.TIMEOUT, "no answer in time"));
  }

  private void report(NodeReport report) {
    try {
      indexer.receiver().report(report);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All entries of {@code index.json}. */
  JsonNode entries() {
    return index.get("blocks");
  }

  /** Entries with this verdict. */
  List<JsonNode> entries(String verdict) {
    return StreamSupport.stream(entries().spliterator(), false)
        .filter(entry -> entry.get("verdict").asText().equals(verdict))
        .toList();
  }

  /** The whole of {@code index.json}. */
  JsonNode index() {
    return index;
  }

  /** From now on it is that time. */
  void moveTo(Instant time) {
    clock.now = time;
    indexer.wake();
  }

  /** What time it is. */
  Instant now() {
    return clock.now;
  }

  Explorer explorer() {
    return explorer;
  }

  Database database() {
    return explorer.database();
  }

  String url(String path) {
    return explorer.url(path);
  }

  /** The member {@code data} of a 200 answer under {@code /api/v1}. */
  JsonNode data(String path) {
    return explorer.data(path);
  }

  private void awaitJudged() {
    while (!explorer.data("/health").at("/indexer/backlog").asText().equals("0")) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private State genesis() {
    try {
      return Explorer.SPEC.decodeState(Bytes.wrap(read("genesis.ssz")));
    } catch (SszException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] read(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    indexer.close();
    explorer.close();
  }

  private static final class MovedClock extends Clock {

    private volatile Instant now;

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
      return Clock.fixed(now, zone);
    }
  }
}
