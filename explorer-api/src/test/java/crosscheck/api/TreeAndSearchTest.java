package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tree and the search over what the indexer made of forks-16. */
@Timeout(120)
class TreeAndSearchTest {

  private static IndexedExplorer explorer;

  @BeforeAll
  static void judge() {
    explorer = IndexedExplorer.of("forks-16");
    explorer.report("Lighthouse-A", explorer.entries().get(explorer.entries().size() - 1));
  }

  @AfterAll
  static void close() {
    explorer.close();
  }

  @Test
  void hasEveryBlockWithItsParent() {
    JsonNode tree = explorer.data("/tree");
    assertThat(tree.get("complete").asBoolean()).isTrue();
    Map<String, String> parents = new HashMap<>();
    tree.get("blocks")
        .forEach(b -> parents.put(b.get("root").asText(), b.get("parent_root").asText()));
    for (JsonNode entry : explorer.entries()) {
      assertThat(parents)
          .containsEntry(entry.get("root").asText(), entry.get("parent_root").asText());
    }
    assertThat(tree.at("/nodes/0/node").asText()).isEqualTo("Lighthouse-A");
  }

  @Test
  void showsTheTreeAsItWasAfterAnyImport() {
    Map<String, JsonNode> entries = new HashMap<>();
    explorer.entries().forEach(entry -> entries.put(entry.get("root").asText(), entry));
    for (int at : List.of(1, 14, 45, 70, 96)) {
      JsonNode tree = explorer.data("/tree?at=" + at);
      JsonNode last = explorer.entries().get(at - 1);
      assertThat(tree.get("blocks")).hasSize(at);
      assertThat(tree.at("/head/root")).isEqualTo(last.get("head"));
      assertThat(tree.at("/finalized/epoch").asText())
          .isEqualTo(last.at("/store_finalized/epoch").asText());
      for (JsonNode fork : tree.get("forks")) {
        if (fork.get("fork_id").asInt() > 0) {
          assertThat(entries.get(fork.at("/tip/root").asText()).get("n").asInt())
              .isLessThanOrEqualTo(at);
        }
      }
    }
  }

  /** The plain form: the entries before the first one beyond the slot. */
  @Test
  void showsTheTreeAsItWasAtAnySlot() {
    for (int slot : List.of(0, 1, 12, 40, 41, 55, 99)) {
      int imports = 0;
      while (explorer.entries().get(imports).get("slot").asInt() <= slot) {
        imports++;
      }
      JsonNode tree = explorer.data("/tree?at_slot=" + slot);
      assertThat(tree.get("at").asInt()).isEqualTo(imports);
      assertThat(tree.get("blocks")).hasSize(imports);
    }
    assertThat(explorer.data("/tree?at_slot=100").get("at").isNull()).isTrue();
    assertThat(explorer.explorer().get("/api/v1/tree?at=3&at_slot=3").statusCode()).isEqualTo(400);
  }

  @Test
  void tellsOnlySegmentsWhereThereAreTooManyBlocks() {
    JsonNode tree = explorer.data("/tree?limit=20");
    assertThat(tree.get("complete").asBoolean()).isFalse();
    assertThat(tree.get("blocks")).isEmpty();
    assertThat(tree.get("forks")).hasSameSizeAs(explorer.data("/forks?limit=500"));
    assertThat(explorer.data("/tree?limit=20&from_slot=40&to_slot=45").get("complete").asBoolean())
        .isTrue();
  }

  /** The plain form: every fork weighs what is behind it, so the first one weighs all votes. */
  @Test
  void weighsForksByTheVotesBehindThem() {
    Map<Integer, Long> weights = new HashMap<>();
    Map<Integer, Integer> parents = new HashMap<>();
    for (JsonNode fork : explorer.data("/tree").get("forks")) {
      weights.put(fork.get("fork_id").asInt(), fork.get("weight_gwei").asLong());
      parents.put(fork.get("fork_id").asInt(), fork.path("parent_id").asInt(-1));
    }
    Map<Integer, Long> children = new HashMap<>();
    parents.forEach((fork, parent) -> children.merge(parent, weights.get(fork), Long::sum));
    weights.forEach(
        (fork, weight) ->
            assertThat(weight).isGreaterThanOrEqualTo(children.getOrDefault(fork, 0L)));
    int head = explorer.data("/tree").at("/head/fork_id").asInt();
    assertThat(weights.get(head)).isPositive();
    assertThat(weights.get(0))
        .isEqualTo(weights.values().stream().max(Long::compare).orElseThrow());
  }

  @Test
  void findsABlockByTheBeginningOfItsRoots() {
    JsonNode entry = explorer.entries().get(40);
    String root = entry.get("root").asText();
    assertThat(find(root)).first().isEqualTo("block " + root + " root");
    assertThat(find(root.substring(0, 11))).first().isEqualTo("block " + root + " root");
    assertThat(find(root.substring(2, 9).toUpperCase(Locale.ROOT)))
        .first()
        .isEqualTo("block " + root + " root");
    assertThat(find(entry.get("state_root").asText()))
        .containsExactly("block " + root + " state_root");
    String hash = explorer.data("/blocks/" + root).at("/0/hash").asText();
    assertThat(find(hash.substring(0, 20))).containsExactly("block " + hash + " hash");
    assertThat(find("head")).first().isEqualTo("block " + head() + " name");
  }

  @Test
  void findsWhatANumberMayMean() {
    assertThat(find("3"))
        .containsExactly("slot 3 number", "epoch 3 number", "validator 3 number", "fork 3 number");
    assertThat(find("epoch 3")).containsExactly("epoch 3 number");
    assertThat(find("99999999")).isEmpty();
  }

  @Test
  void findsValidatorsNodesAndDeposits() {
    String key = "0xa99a76ed7796f7be22d5b7e85deeb7c5677e88e511e0b337618f8c4eb61349b4";
    assertThat(find(key)).containsExactly("validator 0 public_key");
    String deposit = explorer.index().at("/deposits/1/pubkey").asText();
    assertThat(find(deposit)).allMatch(it -> it.startsWith("block ") && it.endsWith(" deposit"));
    assertThat(find(deposit)).isNotEmpty();
    assertThat(find("house")).containsExactly("node Lighthouse-A name");
  }

  /** The plain form: the graffiti of each block, folded, are looked through. */
  @Test
  void findsBlocksByAnyPartOfTheirGraffiti() {
    List<JsonNode> blocks =
        StreamSupport.stream(explorer.data("/blocks?limit=500").spliterator(), false)
            .filter(block -> !block.get("root").isNull())
            .toList();
    Map<String, String> texts = new HashMap<>();
    for (JsonNode block : blocks) {
      String sha256 = block.get("sha256").asText();
      byte[] graffiti =
          Bytes.fromHexString(
                  explorer.data("/blocks/" + sha256).at("/0/message/body/graffiti").asText())
              .toArrayUnsafe();
      texts.put(sha256, new String(graffiti, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
    }
    String whole = texts.get(blocks.get(30).get("sha256").asText()).replace("\0", "");
    for (String part : List.of(whole, whole.substring(2), whole.substring(1, 5), "v1", "zz")) {
      List<String> expected =
          blocks.stream()
              .map(block -> block.get("sha256").asText())
              .filter(sha256 -> texts.get(sha256).contains(part))
              .toList();
      String asked = URLEncoder.encode(part.toUpperCase(Locale.ROOT), StandardCharsets.UTF_8);
      assertThat(explorer.data("/blocks?limit=500&graffiti=" + asked))
          .as(part)
          .extracting(block -> block.get("sha256").asText())
          .isEqualTo(expected);
      assertThat(find(part).stream().filter(it -> it.endsWith(" graffiti")))
          .as(part)
          .hasSize(part.length() < 3 ? 0 : Math.min(expected.size(), 12));
    }
    assertThat(explorer.explorer().get("/api/v1/blocks?graffiti=%00").statusCode()).isEqualTo(400);
  }

  private static String head() {
    return explorer.data("/chain").at("/head/root").asText();
  }

  private static List<String> find(String text) {
    String asked = URLEncoder.encode(text, StandardCharsets.UTF_8);
    return StreamSupport.stream(explorer.data("/search?q=" + asked).spliterator(), false)
        .map(
            it ->
                it.get("type").asText()
                    + " "
                    + it.get("id").asText()
                    + " "
                    + it.get("match").asText())
        .toList();
  }
}
