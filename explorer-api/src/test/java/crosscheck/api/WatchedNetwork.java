package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Indexer;
import crosscheck.indexer.IndexerSettings;
import crosscheck.indexer.NodeReport;
import crosscheck.indexer.Observation;
import crosscheck.indexer.alert.Acknowledging;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import crosscheck.testing.Data;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The reference chain offences-24 as four nodes saw it: alice has blocks first, bob 120 ms and
 * carol 1.5 s later; dave is on the other branch alone, from slot 35 on. Carol says her head two
 * slots late, erin cannot be reached. Time stands at the end of the chain.
 */
final class WatchedNetwork implements AutoCloseable {

  static final String TOKEN = "open sesame";

  private static final String CHAIN = "offences-24";
  private static final int SETTLED_SECONDS = 60;

  private final Path folder = Data.require("chains/" + CHAIN);
  private final JsonNode entries;
  private final Map<String, JsonNode> blocks = new HashMap<>();
  private final Clock clock;
  private final Database database = TestDatabase.create();
  private final Indexer indexer;
  private final ApiServer server;
  private volatile Instant now;

  WatchedNetwork() {
    entries =
        Json.parse(new String(read("index.json"), java.nio.charset.StandardCharsets.UTF_8))
            .get("blocks");
    entries.forEach(entry -> blocks.put(entry.get("root").asText(), entry));
    State genesis = genesis();
    now = Instant.ofEpochSecond(genesis.genesisTime());
    clock = new Moved();
    indexer =
        new Indexer(Explorer.SPEC, genesis, database, List.of(), clock, IndexerSettings.DEFAULT);
    Acknowledging acknowledging = new Acknowledging(database, clock);
    Changes changes =
        new Changes(
            new Nobody(),
            new Nobody(),
            (id, by) -> Acknowledgements.Outcome.valueOf(acknowledging.acknowledge(id, by).name()),
            scenario -> {
              throw new IllegalArgumentException("nobody begins exercises here");
            });
    server =
        new ApiServer(
            database.jdbi(),
            Explorer.SPEC,
            ApiSettings.of("127.0.0.1", 0).withToken(TOKEN),
            clock,
            Optional.of(changes));
    indexer.start();
    server.start();
  }

  /** Everything that happened. */
  WatchedNetwork played() {
    try {
      play();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  private void play() throws InterruptedException {
    Instant last = now;
    String otherHead = "";
    for (JsonNode entry : entries) {
      now = Instant.ofEpochSecond(entry.get("time").asLong());
      boolean other = entry.get("category").asText().equals("branch B");
      List<Delivery> seen = new ArrayList<>();
      if (other) {
        otherHead = entry.get("root").asText();
        seen.add(seen(entry, "dave", 0));
      } else {
        seen.add(seen(entry, "alice", 0));
        seen.add(seen(entry, "bob", 120));
        seen.add(seen(entry, "carol", 1500));
      }
      indexer.receiver().receiveAll(seen);
      awaitThat(() -> answer("/health").at("/indexer/backlog").asText().equals("0"));
      boolean said = Duration.between(last, now).toSeconds() >= 24;
      if (said) {
        last = now;
        say("alice", entry.get("head").asText());
        say("bob", entry.get("head").asText());
        say("carol", before(entry.get("head").asText(), 2));
        if (!otherHead.isEmpty()) {
          say("dave", otherHead);
        }
      }
    }
    String head = entries.get(entries.size() - 1).get("head").asText();
    say("alice", head);
    say("bob", head);
    say("carol", before(head, 2));
    say("dave", otherHead);
    indexer
        .receiver()
        .report(
            new NodeReport.Failure(
                "erin", now, NodeReport.Fault.UNREACHABLE, "connection refused"));
    awaitThat(() -> answer("/nodes/dave").path("fork_id").isNumber());
    now = now.plusSeconds(SETTLED_SECONDS);
    indexer.wake();
    awaitThat(() -> answer("/nodes/carol").path("sightings").path("blocks").asInt() >= 50);
    // They were heard of a moment ago.
    say("alice", head);
    say("bob", head);
    say("carol", before(head, 2));
    say("dave", otherHead);
    awaitThat(() -> answer("/alerts?rule=slashable_offence").size() > 5);
  }

  /** A node says that this is its head. */
  void say(String node, String head) throws InterruptedException {
    indexer
        .receiver()
        .report(
            new NodeReport.Status(
                node,
                now,
                Bytes32.fromHexString(head),
                blocks.get(head).get("slot").asLong(),
                Optional.of(new Checkpoint(1, Bytes32.ZERO)),
                Optional.of(new Checkpoint(0, Bytes32.ZERO)),
                Optional.of("Lighthouse/v0.1.0-" + node)));
  }

  /** Something happens while somebody looks: the head of the others goes where dave's is. */
  void turn(String node) throws InterruptedException {
    String other = "";
    for (JsonNode entry : entries) {
      other =
          entry.get("category").asText().equals("branch B") ? entry.get("root").asText() : other;
    }
    say(node, other);
  }

  private String before(String root, int blocksBefore) {
    String at = root;
    for (int i = 0; i < blocksBefore; i++) {
      at = blocks.get(at).get("parent_root").asText();
    }
    return at;
  }

  private Delivery seen(JsonNode entry, String node, long laterMillis) {
    Observation observation =
        new Observation("test", Optional.of(node), now.plusMillis(laterMillis));
    return new Delivery(
        Bytes.wrap(read(entry.get("file").asText())), observation, Optional.empty());
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  /** The member {@code data} of an answer under {@code /api/v1}. */
  JsonNode answer(String path) {
    try (java.io.InputStream body =
        java.net.URI.create(url("/api/v1" + path)).toURL().openStream()) {
      return Json.parse(new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .get("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void awaitThat(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
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

  @Override
  public void close() {
    server.close();
    indexer.close();
    database.close();
  }

  private final class Moved extends Clock {
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

  /** Neither blocks nor sources come over this server. */
  private static final class Nobody implements Intake, SourceControl {
    @Override
    public List<Taken> take(List<Offer> offers) {
      throw new UnsupportedOperationException("nobody pushes here");
    }

    @Override
    public int mostBytes() {
      return 0;
    }

    @Override
    public Checked check(String settings) {
      throw new IllegalArgumentException("nobody adds sources here");
    }

    @Override
    public boolean remove(String name) {
      return false;
    }
  }
}
