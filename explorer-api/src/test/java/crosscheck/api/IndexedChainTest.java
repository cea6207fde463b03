package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Indexer;
import crosscheck.indexer.Observation;
import crosscheck.spec.State;
import crosscheck.testing.Data;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writer and reader together: what the indexer makes of a reference chain, as callers get it. */
@Timeout(300)
class IndexedChainTest {

  /** These depend on the clock, which stands long after the chains here. */
  private static final Set<String> WAITING = Set.of("future", "unknown_parent");

  @ParameterizedTest
  @ValueSource(strings = {"forks-16", "invalid-16"})
  void tellsWhatTheIndexerFound(String name) throws Exception {
    Path folder = Data.require("chains/" + name);
    JsonNode entries =
        new ObjectMapper().readTree(folder.resolve("index.json").toFile()).get("blocks");
    State genesis =
        Explorer.SPEC.decodeState(Bytes.wrap(Files.readAllBytes(folder.resolve("genesis.ssz"))));
    List<Delivery> deliveries = new ArrayList<>();
    for (JsonNode entry : entries) {
      Bytes ssz = Bytes.wrap(Files.readAllBytes(folder.resolve(entry.get("file").asText())));
      Observation seen = new Observation("test", Optional.of("node-1"), Instant.EPOCH);
      deliveries.add(new Delivery(ssz, seen, Optional.empty()));
    }
    try (Database database = TestDatabase.create();
        Indexer indexer =
            new Indexer(Explorer.SPEC, genesis, database, List.of(), Clock.systemUTC());
        Explorer explorer = Explorer.over(database.jdbi(), 2)) {
      indexer.start();
      indexer.receiver().receiveAll(deliveries);
      while (!explorer.data("/health").at("/indexer/backlog").asText().equals("0")) {
        Thread.onSpinWait();
      }
      for (JsonNode entry : entries) {
        if (!WAITING.contains(entry.get("verdict").asText())) {
          compare(explorer.data("/blocks/0x" + entry.get("sha256").asText()).get(0), entry);
        }
      }
      String finalized = explorer.data("/chain").at("/finalized/root").asText();
      JsonNode last = explorer.data("/blocks/" + finalized).get(0);
      assertThat(last.get("canonical").asBoolean()).isTrue();
      assertThat(last.at("/observations/0/node").asText()).isEqualTo("node-1");
      assertThat(StreamSupport.stream(explorer.data("/events?limit=1000").spliterator(), false))
          .extracting(event -> event.get("type").asText())
          .contains("block_judged", "head_changed", "justified_changed", "finalized_changed");
    }
  }

  private static void compare(JsonNode block, JsonNode entry) {
    String file = entry.get("file").asText();
    assertThat(block.get("verdict")).as(file).isEqualTo(entry.get("verdict"));
    assertThat(block.at("/failure/function").asText(""))
        .as(file)
        .isEqualTo(entry.at("/failure/function").asText(""));
    assertThat(block.at("/failure/assertion").asInt(0))
        .as(file)
        .isEqualTo(entry.at("/failure/assertion").asInt(0));
    if (entry.at("/post/finalized").isObject()) {
      assertThat(block.at("/post/finalized/root"))
          .as(file)
          .isEqualTo(entry.at("/post/finalized/root"));
    }
    if (block.get("root").isTextual()) {
      assertThat(block.at("/message/state_root")).as(file).isEqualTo(entry.get("state_root"));
    }
  }
}
