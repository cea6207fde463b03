package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.spec.Check;
import crosscheck.testing.Data;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every address, over the reference chain invalid-16. */
class RoutesTest {

  private static final long GENESIS = 1_567_777_777L;
  private static final String UNSEEN = "0x" + "77".repeat(32);

  private static Explorer explorer;
  private static JsonNode entries;

  @BeforeAll
  static void load() {
    Data.require("chains/invalid-16");
    // In the 64th slot, 2.5 seconds after it began.
    explorer = Explorer.at(Instant.ofEpochMilli((GENESIS + 64 * 6) * 1000 + 2500));
    entries =
        new RecordedChain(explorer.jdbi(), Explorer.SPEC, "invalid-16", GENESIS).addAll().entries();
  }

  @AfterAll
  static void close() {
    if (explorer != null) {
      explorer.close();
    }
  }

  @Test
  void tellsTheNetworkWithItsConfigurationAndClock() {
    JsonNode network = explorer.data("/network");
    assertThat(network.get("config_name").asText()).isEqualTo("minimal");
    assertThat(network.get("spec_version").asText()).isEqualTo("v0.8.3");
    assertThat(network.get("genesis_time").asText()).isEqualTo("" + GENESIS);
    assertThat(network.get("genesis_root").asText())
        .isEqualTo("0x1c7691ccda999cb8cbbd6d5cab1d5464260973afe363b6fb97fc74544980e431");
    assertThat(network.at("/config/SLOTS_PER_EPOCH").asText()).isEqualTo("8");
    assertThat(network.get("slots_per_epoch").asInt()).isEqualTo(8);
    assertThat(network.at("/clock/slot").asText()).isEqualTo("64");
    assertThat(network.at("/clock/epoch").asText()).isEqualTo("8");
    assertThat(network.get("last_event_id"))
        .isEqualTo(explorer.data("/events?order=desc&limit=1").at("/0/id"));
    assertThat(network.at("/clock/now").asText()).isEqualTo("2019-09-06T13:56:03.500Z");
  }

  @Test
  void tellsHeadJustifiedAndFinalizedAsTheChainEndsWithThem() {
    JsonNode last = lastWithHead();
    JsonNode chain = explorer.data("/chain");
    assertThat(chain.at("/head/root")).isEqualTo(last.get("head"));
    assertThat(chain.at("/head/slot").asText()).isEqualTo(last.get("head_slot").asText());
    assertThat(chain.at("/justified/root")).isEqualTo(last.at("/store_justified/root"));
    assertThat(chain.at("/finalized/root")).isEqualTo(last.at("/store_finalized/root"));
    assertThat(chain.at("/finalized/epoch").asText())
        .isEqualTo(last.at("/store_finalized/epoch").asText());
  }

  @Test
  void listsEveryInputOnceOverThePagesLatestFirst() {
    List<String> ids = new ArrayList<>();
    String next = "/blocks?limit=40";
    while (next != null) {
      JsonNode page = explorer.json(next);
      page.get("data").forEach(block -> ids.add(block.get("input_id").asText()));
      JsonNode cursor = page.at("/meta/next_cursor");
      next = cursor.isNull() ? null : "/blocks?limit=40&cursor=" + cursor.asText();
    }
    assertThat(ids).hasSize(entries.size()).doesNotHaveDuplicates();
    assertThat(ids.stream().mapToLong(Long::parseLong).boxed().toList())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void saysOfEveryInputWhatTheChainExpects() {
    List<JsonNode> listed = list(explorer.data("/blocks?limit=500"));
    for (int i = 0; i < entries.size(); i++) {
      JsonNode expected = entries.get(i);
      JsonNode block = listed.get(entries.size() - 1 - i);
      String file = expected.get("file").asText();
      assertThat(block.get("verdict")).as(file).isEqualTo(expected.get("verdict"));
      assertThat(block.get("root")).as(file).isEqualTo(expected.get("root"));
      assertThat(block.get("sha256").asText())
          .as(file)
          .isEqualTo("0x" + expected.get("sha256").asText());
      assertThat(block.get("size_bytes").asInt()).as(file).isEqualTo(expected.get("bytes").asInt());
      if (expected.get("failure").isNull()) {
        assertThat(block.get("failure").isNull()).as(file).isTrue();
      } else {
        assertThat(block.at("/failure/function"))
            .as(file)
            .isEqualTo(expected.at("/failure/function"));
        assertThat(block.at("/failure/assertion").toString())
            .as(file)
            .isEqualTo(expected.at("/failure/assertion").toString());
        assertThat(block.at("/failure/link").asText()).as(file).startsWith("https://");
      }
    }
  }

  @Test
  void filtersByVerdictSlotsAndCheck() {
    assertThat(words("/blocks?limit=500&verdict=invalid")).containsOnly("invalid").hasSize(76 - 2);
    assertThat(words("/blocks?limit=500&verdict=unknown_parent,future"))
        .containsOnly("unknown_parent", "future");
    assertThat(explorer.data("/blocks?from_slot=10&to_slot=12"))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(block.get("slot").asInt()).isBetween(10, 12));
    assertThat(explorer.data("/blocks?check=RANDAO_REVEAL"))
        .isNotEmpty()
        .allSatisfy(
            block -> assertThat(block.at("/failure/check").asText()).isEqualTo("RANDAO_REVEAL"));
    assertThat(explorer.data("/blocks?from_slot=18446744073709551615")).isEmpty();
  }

  @Test
  void findsABlockByRootHashAndSha256() {
    JsonNode block = explorer.data("/blocks?verdict=valid&limit=1").get(0);
    for (String name : List.of("root", "hash", "sha256")) {
      JsonNode found = explorer.data("/blocks/" + block.get(name).asText());
      assertThat(found).hasSize(1);
      assertThat(found.get(0).get("hash")).isEqualTo(block.get("hash"));
    }
    String upper = block.get("root").asText().substring(2).toUpperCase(java.util.Locale.ROOT);
    assertThat(explorer.data("/blocks/0x" + upper).get(0).get("root")).isEqualTo(block.get("root"));
  }

  @Test
  void findsTheBlocksThatNamesStandFor() {
    JsonNode chain = explorer.data("/chain");
    for (String name : List.of("head", "justified", "finalized")) {
      assertThat(explorer.data("/blocks/" + name).get(0).get("root"))
          .isEqualTo(chain.at("/" + name + "/root"));
    }
    JsonNode genesis = explorer.data("/blocks/genesis").get(0);
    assertThat(genesis.get("root")).isEqualTo(explorer.data("/network").get("genesis_root"));
    assertThat(genesis.get("verdict").asText()).isEqualTo("genesis");
    assertThat(genesis.at("/message/slot").asText()).isEqualTo("0");
    assertThat(genesis.get("children").size()).isEqualTo(1);
    assertThat(explorer.data("/blocks/0").get(0).get("root")).isEqualTo(genesis.get("root"));
    assertThat(explorer.data("/blocks/" + genesis.get("root").asText())).hasSize(1);
  }

  @Test
  void showsAllBlocksOfASlot() {
    Map<Integer, Integer> inSlot = new HashMap<>(Map.of(0, 1)); // genesis
    for (JsonNode entry : entries) {
      if (entry.hasNonNull("root") && entry.get("slot").canConvertToInt()) {
        inSlot.merge(entry.get("slot").asInt(), 1, Integer::sum);
      }
    }
    inSlot.forEach(
        (slot, count) ->
            assertThat(explorer.data("/blocks/" + slot)).as("slot " + slot).hasSize(count));
  }

  @Test
  void showsEveryCopyOfARootTheValidOneFirst() {
    JsonNode copy =
        list(explorer.data("/blocks?limit=500")).stream()
            .filter(block -> block.get("copies").asInt() > 1)
            .findFirst()
            .orElseThrow();
    JsonNode copies = explorer.data("/blocks/" + copy.get("root").asText());
    assertThat(copies).hasSize(copy.get("copies").asInt());
    assertThat(copies.get(0).get("verdict").asText()).isEqualTo("valid");
    assertThat(copies.get(1).get("verdict").asText()).isEqualTo("invalid");
    assertThat(copies.get(0).get("other_copies").get(0).get("hash"))
        .isEqualTo(copies.get(1).get("hash"));
    Set<String> hashes = new HashSet<>();
    copies.forEach(each -> hashes.add(each.get("hash").asText()));
    assertThat(hashes).hasSize(copies.size());
  }

  @Test
  void showsABlockWithParentChildrenOperationsAndWhoSawIt() {
    JsonNode block =
        list(explorer.data("/blocks?verdict=valid&limit=100")).stream()
            .filter(each -> each.get("slot").asText().equals("20"))
            .findFirst()
            .map(each -> explorer.data("/blocks/" + each.get("hash").asText()).get(0))
            .orElseThrow();
    assertThat(block.at("/parent/root")).isEqualTo(block.get("parent_root"));
    assertThat(block.get("children")).isNotEmpty();
    assertThat(block.get("children").get(0).get("parent_root")).isEqualTo(block.get("root"));
    assertThat(block.at("/observations/0/source").asText())
        .isEqualTo("directory:invalid-16/blocks");
    assertThat(block.at("/post/finalized/epoch").isTextual()).isTrue();
    assertThat(block.at("/message/slot").asText()).isEqualTo("20");
    assertThat(block.at("/message/state_root")).isEqualTo(block.get("state_root"));
    for (String kind : List.of("attestations", "deposits", "attester_slashings", "transfers")) {
      assertThat(block.at("/operation_counts/" + kind).asInt())
          .as(kind)
          .isEqualTo(block.at("/message/body/" + kind).size());
    }
  }

  @Test
  void givesTheBytesByAddressAndByAccept() throws IOException {
    for (JsonNode entry : entries) {
      byte[] file =
          Files.readAllBytes(Data.require("chains/invalid-16/" + entry.get("file").asText()));
      String id = "/api/v1/blocks/0x" + entry.get("sha256").asText();
      HttpResponse<byte[]> download = explorer.get(id + "/ssz");
      assertThat(download.body()).isEqualTo(file);
      assertThat(download.headers().firstValue("Content-Type"))
          .contains("application/octet-stream");
      assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
          .startsWith("attachment");
      assertThat(explorer.get(id, "Accept", "application/octet-stream").body()).isEqualTo(file);
    }
    assertThat(explorer.get("/api/v1/blocks/genesis/ssz").body()).isNotEmpty();
  }

  @Test
  void countsVerdictsAndChecksAsTheChainExpects() {
    Map<String, Integer> verdicts = new HashMap<>();
    Map<String, Integer> failures = new HashMap<>();
    for (JsonNode entry : entries) {
      verdicts.merge(entry.get("verdict").asText(), 1, Integer::sum);
      // What waits is not judged yet, so its failure has not happened.
      boolean judged = !Set.of("unknown_parent", "future").contains(entry.get("verdict").asText());
      for (String why : List.of("failure", "fork_choice")) {
        JsonNode failed = entry.path(why);
        if (judged && failed.path("assertion").isInt()) {
          String check = failed.get("function").asText() + " " + failed.get("assertion").asInt();
          failures.merge(check, 1, Integer::sum);
        }
      }
    }
    JsonNode summary = explorer.data("/verdicts");
    assertThat(summary.get("total").asText()).isEqualTo("" + entries.size());
    verdicts.forEach(
        (word, count) ->
            assertThat(summary.at("/counts/" + word).asText()).as(word).isEqualTo("" + count));
    assertThat(summary.get("latest_failures")).hasSize(10);

    List<JsonNode> checks = list(explorer.data("/checks"));
    assertThat(checks.stream().map(check -> check.get("id").asText()).toList())
        .isEqualTo(Explorer.SPEC.checks().stream().map(Check::id).toList());
    for (JsonNode check : checks) {
      if (check.get("assertion").isInt()) {
        String name = check.get("function").asText() + " " + check.get("assertion").asInt();
        assertThat(check.get("failed").asText())
            .as(name)
            .isEqualTo("" + failures.getOrDefault(name, 0));
      }
    }
  }

  @Test
  void listsEventsInOrderAndGoesOnAfterOne() {
    JsonNode first = explorer.json("/events?limit=3");
    assertThat(first.get("data")).hasSize(3);
    assertThat(first.at("/data/0/type").asText()).isEqualTo("block_judged");
    JsonNode second =
        explorer.json("/events?limit=1000&cursor=" + first.at("/meta/next_cursor").asText());
    long last = first.at("/data/2/id").asLong();
    assertThat(second.get("data"))
        .allSatisfy(event -> assertThat(event.get("id").asLong()).isGreaterThan(last));
    assertThat(second.at("/meta/next_cursor").isNull()).isTrue();
  }

  @Test
  void reportsHealthWithTheBacklog() {
    JsonNode health = explorer.data("/health");
    assertThat(health.get("status").asText()).isEqualTo("ok");
    assertThat(health.at("/database/status").asText()).isEqualTo("ok");
    assertThat(health.at("/indexer/backlog").asText()).isEqualTo("0");
    assertThat(health.at("/indexer/waiting_for_parent").asText()).isEqualTo("2");
  }

  @Test
  void writesLongNumbersAsStringsAndBytesAsHex() {
    for (String path :
        List.of(
            "/network",
            "/chain",
            "/verdicts",
            "/checks",
            "/events",
            "/health",
            "/blocks/head",
            "/blocks")) {
      everyNumber(explorer.json(path), path);
    }
  }

  private static void everyNumber(JsonNode node, String path) {
    if (node.isNumber()) {
      assertThat(path)
          .as("a number, not a string")
          .matches(
              ".*/(code|copies|size_bytes|assertion|attempts|seconds_per_slot|slots_per_epoch"
                  + "|operation_counts/[a-z_]+)");
    }
    node.properties().forEach(each -> everyNumber(each.getValue(), path + "/" + each.getKey()));
    if (node.isArray()) {
      node.forEach(each -> everyNumber(each, path));
    }
  }

  @Test
  void answersNotModifiedToTheETagAndPacksForThoseWhoTakeIt() throws IOException {
    HttpResponse<byte[]> first = explorer.get("/api/v1/checks");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(explorer.get("/api/v1/checks", "If-None-Match", tag).statusCode()).isEqualTo(304);
    HttpResponse<byte[]> packed = explorer.get("/api/v1/checks", "Accept-Encoding", "gzip");
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
        .isEqualTo(first.body());
  }

  @Test
  void servesThePageForEveryViewAndNobodyElsesOrigin() {
    for (String view : List.of("/", "/block/" + UNSEEN, "/block/12", "/checks")) {
      HttpResponse<byte[]> page = explorer.get(view);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'self'");
    }
    for (String file : List.of("/app.js", "/style/tokens.css", "/views/blocks.js", "/icon.svg")) {
      assertThat(explorer.get(file).statusCode()).as(file).isEqualTo(200);
    }
    assertThat(explorer.get("/api/v1/blocks", "Origin", "http://elsewhere.example").headers().map())
        .doesNotContainKey("access-control-allow-origin");
  }

  private static JsonNode lastWithHead() {
    return list(entries).stream()
        .filter(entry -> entry.hasNonNull("head"))
        .reduce((before, after) -> after)
        .orElseThrow();
  }

  private static List<String> words(String path) {
    return list(explorer.data(path)).stream().map(block -> block.get("verdict").asText()).toList();
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
