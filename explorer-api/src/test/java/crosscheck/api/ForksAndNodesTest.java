package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Indexer;
import crosscheck.indexer.NodeReport;
import crosscheck.indexer.Observation;
import crosscheck.indexer.Receiver;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.State;
import crosscheck.testing.Data;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Forks, nodes and reorgs as callers get them, over what the indexer makes of two branches. */
@Timeout(300)
class ForksAndNodesTest {

  private static Database database;
  private static Indexer indexer;
  private static Explorer explorer;
  private static JsonNode entries;
  private static String ourHead;
  private static String otherHead;

  @BeforeAll
  static void index() throws Exception {
    Path folder = Data.require("chains/offences-24");
    entries = new ObjectMapper().readTree(folder.resolve("index.json").toFile()).get("blocks");
    State genesis =
        Explorer.SPEC.decodeState(Bytes.wrap(Files.readAllBytes(folder.resolve("genesis.ssz"))));
    List<Delivery> deliveries = new ArrayList<>();
    for (JsonNode entry : entries) {
      Bytes ssz = Bytes.wrap(Files.readAllBytes(folder.resolve(entry.get("file").asText())));
      // Whoever makes branch B is another node.
      boolean other = entry.get("category").asText().equals("branch B");
      Observation seen =
          new Observation("test", Optional.of(other ? "lonely" : "good one"), Instant.EPOCH);
      deliveries.add(new Delivery(ssz, seen, Optional.empty()));
      if (other) {
        otherHead = entry.get("root").asText();
      }
    }
    database = TestDatabase.create();
    indexer = new Indexer(Explorer.SPEC, genesis, database, List.of(), Clock.systemUTC());
    explorer = Explorer.over(database.jdbi(), 2);
    indexer.start();
    Receiver receiver = indexer.receiver();
    receiver.receiveAll(deliveries);
    JsonNode last = entries.get(entries.size() - 1);
    ourHead = last.get("head").asText();
    Instant now = Instant.now();
    receiver.report(status("good one", now, ourHead, 97));
    receiver.report(status("lonely", now, otherHead, 70));
    receiver.report(status("asleep", Instant.EPOCH, ourHead, 97));
    receiver.report(
        new NodeReport.Failure("gone", now, NodeReport.Fault.UNREACHABLE, "connection refused"));
    while (!explorer.data("/chain").at("/head/root").asText().equals(ourHead)
        || nodes().stream().anyMatch(n -> n.get("head").isObject() && n.get("fork_id").isNull())) {
      Thread.onSpinWait();
    }
  }

  private static NodeReport status(String node, Instant at, String head, long slot) {
    return new NodeReport.Status(
        node,
        at,
        Bytes32.fromHexString(head),
        slot,
        Optional.of(new Checkpoint(3, Bytes32.ZERO)),
        Optional.of(new Checkpoint(2, Bytes32.ZERO)),
        Optional.of("Lighthouse/v0.0.1"));
  }

  @AfterAll
  static void close() {
    if (database != null) {
      explorer.close();
      indexer.close();
      database.close();
    }
  }

  private static List<JsonNode> nodes() {
    return list(explorer.data("/nodes"));
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  private static JsonNode node(String name) {
    return nodes().stream().filter(n -> n.get("node").asText().equals(name)).findFirst().get();
  }

  @Test
  void showsEachForkOnceOverThePagesWithItsNodes() {
    List<JsonNode> forks = list(explorer.data("/forks"));
    List<JsonNode> paged = new ArrayList<>();
    String next = "/forks?limit=2";
    while (next != null) {
      JsonNode page = explorer.json(next);
      paged.addAll(list(page.get("data")));
      JsonNode cursor = page.at("/meta/next_cursor");
      next = cursor.isNull() ? null : "/forks?limit=2&cursor=" + cursor.asText();
    }
    assertThat(paged).isEqualTo(forks);
    assertThat(forks)
        .extracting(fork -> fork.get("fork_id").asInt())
        .contains(0)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    int blocks = forks.stream().mapToInt(fork -> fork.get("block_count").asInt()).sum();
    Set<String> roots = new HashSet<>();
    entries.forEach(entry -> roots.add(entry.get("root").asText()));
    assertThat(blocks).isEqualTo(roots.size());
    Map<String, JsonNode> tips = new HashMap<>();
    forks.forEach(fork -> tips.put(fork.at("/tip/root").asText(), fork));
    assertThat(tips.get(ourHead).get("in_head_chain").asBoolean()).isTrue();
    assertThat(tips.get(ourHead).get("nodes").toString()).isEqualTo("[\"asleep\",\"good one\"]");
    assertThat(tips.get(otherHead).get("in_head_chain").asBoolean()).isFalse();
    assertThat(tips.get(otherHead).get("nodes").toString()).isEqualTo("[\"lonely\"]");
    assertThat(tips.get(otherHead).get("canonical").asText()).isEqualTo("false");
  }

  @Test
  void showsAForkWithThoseThatBeginOnItAndItsBlocks() {
    for (JsonNode fork : list(explorer.data("/forks"))) {
      String id = fork.get("fork_id").asText();
      JsonNode detail = explorer.data("/forks/" + id);
      assertThat(detail.get("tip")).isEqualTo(fork.get("tip"));
      for (JsonNode child : detail.get("children")) {
        assertThat(child.get("parent_id").asText()).isEqualTo(id);
        JsonNode base = explorer.data("/blocks/" + child.at("/base/root").asText()).get(0);
        assertThat(base.get("fork_id").asText()).isEqualTo(id);
      }
      List<JsonNode> blocks = list(explorer.data("/blocks?limit=500&fork=" + id));
      assertThat(blocks)
          .hasSize(fork.get("block_count").asInt())
          .allMatch(block -> block.get("fork_id").asText().equals(id));
    }
    assertThat(explorer.data("/blocks?fork=1000000000000")).isEmpty();
    assertThat(explorer.get("/api/v1/forks/4711").statusCode()).isEqualTo(404);
  }

  @Test
  void filtersBlocksByFinalityAndNode() {
    int all = explorer.data("/blocks?limit=500").size();
    Map<String, Integer> counts = new HashMap<>();
    for (String word : List.of("true", "false", "undecided")) {
      JsonNode found = explorer.data("/blocks?limit=500&canonical=" + word);
      assertThat(found)
          .isNotEmpty()
          .allMatch(
              block -> block.get("canonical").asText().equals(word.replace("undecided", "null")));
      counts.put(word, found.size());
    }
    assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(all);
    int good = explorer.data("/blocks?limit=500&node=good%20one").size();
    int lonely = explorer.data("/blocks?limit=500&node=lonely").size();
    // One block was made by both.
    assertThat(good + lonely).isEqualTo(all + 1);
    assertThat(explorer.data("/blocks?node=nobody")).isEmpty();
  }

  @Test
  void tellsHowEachNodeStands() {
    assertThat(node("good one").get("state").asText()).isEqualTo("ok");
    assertThat(node("good one").get("divergence").isNull()).isTrue();
    assertThat(node("good one").at("/finalized/epoch").asText()).isEqualTo("2");
    assertThat(node("good one").get("client_version").asText()).isEqualTo("Lighthouse/v0.0.1");
    assertThat(node("asleep").get("state").asText()).isEqualTo("silent");
    assertThat(node("gone").get("state").asText()).isEqualTo("unreachable");
    assertThat(node("gone").get("message").asText()).isEqualTo("connection refused");
    JsonNode lonely = node("lonely");
    assertThat(lonely.get("state").asText()).isEqualTo("lagging");
    assertThat(lonely.get("lag_slots").asText()).isEqualTo("27");
    assertThat(lonely.at("/divergence/ancestor/slot").asText()).isEqualTo("35");
    assertThat(lonely.at("/divergence/depth_slots").asText()).isEqualTo("62");
    JsonNode detail = explorer.data("/nodes/lonely");
    assertThat(detail.at("/heads/0/head/root").asText()).isEqualTo(otherHead);
    assertThat(detail.at("/heads/0/resolution").asText()).isEqualTo("valid");
    assertThat(detail.get("reorgs")).isEmpty();
    assertThat(explorer.get("/api/v1/nodes/nobody").statusCode()).isEqualTo(404);
    assertThat(explorer.get("/api/v1/nodes/%00").statusCode()).isEqualTo(400);
  }

  @Test
  void listsReorgsTheLatestFirst() {
    List<JsonNode> reorgs = list(explorer.data("/reorgs"));
    assertThat(reorgs)
        .isNotEmpty()
        .allMatch(reorg -> reorg.get("node").isNull())
        .allMatch(
            reorg ->
                reorg.at("/from/slot").asLong() - reorg.at("/ancestor/slot").asLong()
                    == reorg.get("depth_slots").asLong());
    assertThat(reorgs).extracting(reorg -> -reorg.get("reorg_id").asLong()).isSorted();
    assertThat(list(explorer.json("/reorgs?limit=1").get("data"))).hasSize(1);
    assertThat(explorer.data("/reorgs?node=lonely")).isEmpty();
  }
}
