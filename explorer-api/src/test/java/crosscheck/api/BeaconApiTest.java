package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The read side of the Beacon API over the reference chain forks-16. */
@Timeout(300)
class BeaconApiTest {

  private static IndexedExplorer judged;
  private static Explorer explorer;

  @BeforeAll
  static void judge() {
    judged = IndexedExplorer.of("forks-16");
    explorer = judged.explorer();
  }

  @AfterAll
  static void close() {
    if (judged != null) {
      judged.close();
    }
  }

  @Test
  void tellsOfEveryValidBlockWhatTheChainExpects() {
    for (JsonNode entry : judged.entries("valid")) {
      String root = entry.get("root").asText();
      JsonNode block = body("/beacon/blocks/" + root);
      assertThat(block.at("/data/message/state_root")).isEqualTo(entry.get("state_root"));
      assertThat(block.at("/data/message/slot").asText()).isEqualTo(entry.get("slot").asText());
      assertThat(block.get("execution_optimistic").asBoolean()).isFalse();
      JsonNode header = body("/beacon/headers/" + root).get("data");
      assertThat(header.get("root").asText()).isEqualTo(root);
      assertThat(header.at("/header/signature")).isEqualTo(block.at("/data/signature"));
      assertThat(body("/beacon/blocks/" + root + "/root").at("/data/root").asText())
          .isEqualTo(root);
    }
  }

  @Test
  void writesHeadersWhoseRootIsTheBlocks() throws Exception {
    JsonNode header = body("/beacon/headers/head").at("/data/header/message");
    var plain = new java.util.LinkedHashMap<String, Object>();
    for (String name : List.of("slot", "parent_root", "state_root", "body_root")) {
      plain.put(name, header.get(name).asText());
    }
    plain.put("signature", "0x" + "00".repeat(96));
    Class<?> type = Explorer.SPEC.containers().get("BeaconBlockHeader");
    Object read = Explorer.SPEC.ssz().fromPlain(type, plain);
    assertThat(Explorer.SPEC.ssz().signingRoot(read).toHexString())
        .isEqualTo(explorer.data("/chain").at("/head/root").asText());
  }

  @Test
  void givesTheBlockOfTheHeadsChainForASlotAndAllOfThemAsHeaders() {
    Set<String> roots = new HashSet<>();
    String parent = explorer.data("/chain").at("/head/root").asText();
    String genesis = explorer.data("/network").get("genesis_root").asText();
    while (!parent.equals(genesis)) {
      roots.add(parent);
      parent = body("/beacon/blocks/" + parent).at("/data/message/parent_root").asText();
    }
    for (JsonNode entry : judged.entries("valid")) {
      String slot = entry.get("slot").asText();
      String root = entry.get("root").asText();
      JsonNode header = body("/beacon/headers/" + root).get("data");
      assertThat(header.get("canonical").asBoolean()).as(root).isEqualTo(roots.contains(root));
      if (roots.contains(root)) {
        assertThat(body("/beacon/blocks/" + slot + "/root").at("/data/root").asText())
            .isEqualTo(root);
      }
      assertThat(body("/beacon/headers?slot=" + slot).get("data"))
          .extracting(each -> each.get("root").asText())
          .contains(root);
      assertThat(
              body("/beacon/headers?parent_root="
                      + header.at("/header/message/parent_root").asText())
                  .get("data"))
          .extracting(each -> each.get("root").asText())
          .contains(root);
    }
  }

  @Test
  void tellsTheRootAndTheCheckpointsOfStates() {
    for (JsonNode entry : judged.entries("valid")) {
      String state = entry.get("state_root").asText();
      assertThat(body("/beacon/states/" + state + "/root").at("/data/root").asText())
          .isEqualTo(state);
      JsonNode checkpoints = body("/beacon/states/" + state + "/finality_checkpoints").get("data");
      if (entry.at("/post/finalized").isObject()) {
        assertThat(checkpoints.at("/finalized/root")).isEqualTo(entry.at("/post/finalized/root"));
        assertThat(checkpoints.at("/current_justified/root"))
            .isEqualTo(entry.at("/post/justified/root"));
      }
    }
    String head = explorer.data("/blocks/head").at("/0/state_root").asText();
    assertThat(body("/beacon/states/head/root").at("/data/root").asText()).isEqualTo(head);
    // A slot without a block has a state, too: that of the block before, moved on.
    long last = explorer.data("/chain").at("/head/slot").asLong();
    for (long slot = 0; slot <= last; slot++) {
      assertThat(body("/beacon/states/" + slot + "/root").at("/data/root").asText())
          .as("slot " + slot)
          .hasSize(66);
    }
    assertThat(explorer.get("/eth/v1/beacon/states/" + (last + 1) + "/root").statusCode())
        .isEqualTo(404);
  }

  @Test
  void listsValidatorsByIndexKeyAndStatus() {
    JsonNode all = body("/beacon/states/head/validators").get("data");
    int count = all.size();
    assertThat(count).isGreaterThanOrEqualTo(16);
    String key = all.at("/7/validator/pubkey").asText();
    assertThat(Bytes.fromHexString(key).size()).isEqualTo(48);
    JsonNode some = body("/beacon/states/head/validators?id=3," + key + ",99").get("data");
    assertThat(some).extracting(each -> each.get("index").asText()).containsExactly("3", "7");
    assertThat(body("/beacon/states/head/validators/" + key).get("data")).isEqualTo(all.get(7));
    assertThat(explorer.get("/eth/v1/beacon/states/head/validators/" + count).statusCode())
        .isEqualTo(404);
    for (String word : List.of("active", "active_ongoing", "exited", "pending", "withdrawal")) {
      long expected =
          StreamSupport.stream(all.spliterator(), false)
              .filter(each -> each.get("status").asText().startsWith(word))
              .count();
      assertThat(body("/beacon/states/head/validators?status=" + word).get("data"))
          .as(word)
          .hasSize((int) expected);
    }
    JsonNode balances = body("/beacon/states/head/validator_balances?id=3").get("data");
    assertThat(balances).hasSize(1);
    assertThat(balances.at("/0/balance")).isEqualTo(all.at("/3/balance"));
  }

  @Test
  void putsEveryActiveValidatorInOneCommitteeOfAnEpoch() {
    JsonNode committees = body("/beacon/states/head/committees").get("data");
    List<String> members = new ArrayList<>();
    committees.forEach(each -> each.get("validators").forEach(v -> members.add(v.asText())));
    assertThat(members)
        .doesNotHaveDuplicates()
        .hasSize(body("/beacon/states/head/validators?status=active").get("data").size());
    String slot = committees.at("/0/slot").asText();
    assertThat(body("/beacon/states/head/committees?slot=" + slot + "&index=0").get("data"))
        .hasSize(1);
    assertThat(explorer.get("/eth/v1/beacon/states/head/committees?epoch=99").statusCode())
        .isEqualTo(400);
  }

  @Test
  void tellsGenesisConfigurationAndHowFarItIs() {
    assertThat(body("/beacon/genesis").at("/data/genesis_time"))
        .isEqualTo(explorer.data("/network").get("genesis_time"));
    assertThat(body("/beacon/genesis").at("/data/genesis_validators_root").isNull()).isTrue();
    assertThat(body("/config/spec").get("data")).isEqualTo(explorer.data("/network").get("config"));
    assertThat(body("/config/fork_schedule").get("data")).hasSize(1);
    assertThat(body("/config/deposit_contract").at("/data/address").asText()).startsWith("0x");
    assertThat(body("/node/version").at("/data/version").asText()).contains("v0.8.3");
    assertThat(body("/node/syncing").at("/data/head_slot"))
        .isEqualTo(explorer.data("/chain").at("/head/slot"));
    assertThat(explorer.get("/eth/v1/node/health").statusCode()).isIn(200, 206);
  }

  @Test
  void listsAttestationsOfABlock() {
    JsonNode block = body("/beacon/blocks/head").at("/data/message/body/attestations");
    assertThat(body("/beacon/blocks/head/attestations").get("data")).isEqualTo(block);
  }

  @Test
  void tellsWhatHappensInTheWordsOfTheBeaconApi() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    explorer.url(
                        "/eth/v1/events?topics=head,block,finalized_checkpoint,chain_reorg")))
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", "0")
            .build();
    HttpResponse<java.io.InputStream> stream =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
    assertThat(stream.statusCode()).isEqualTo(200);
    long valid = judged.entries("valid").size();
    Set<String> kinds = new HashSet<>();
    List<String> blocks = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      String type = "";
      while (blocks.size() < valid || kinds.size() < 4) {
        String line = lines.readLine();
        if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ") && !type.equals("ping")) {
          JsonNode data = Json.parse(line.substring(6));
          kinds.add(type);
          if (type.equals("block")) {
            blocks.add(data.get("block").asText());
          } else if (type.equals("head")) {
            assertThat(data.get("state").asText()).hasSize(66);
            assertThat(data.get("epoch_transition").isBoolean()).isTrue();
          } else if (type.equals("chain_reorg")) {
            assertThat(data.get("old_head_block")).isNotEqualTo(data.get("new_head_block"));
          }
        }
      }
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder("head", "block", "finalized_checkpoint", "chain_reorg");
    assertThat(blocks)
        .containsExactlyInAnyOrderElementsOf(
            judged.entries("valid").stream().map(entry -> entry.get("root").asText()).toList());
  }

  @Test
  void namesTheTopicsThatThereAre() {
    HttpResponse<byte[]> answer =
        explorer.get("/eth/v1/events?topics=attestation", "Accept", "text/event-stream");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Explorer.body(answer).get("message").asText())
        .contains("'topics'")
        .contains("chain_reorg");
  }

  private static JsonNode body(String path) {
    HttpResponse<byte[]> answer = explorer.get("/eth/v1" + path);
    assertThat(answer.statusCode()).as(path + ": " + Explorer.text(answer)).isEqualTo(200);
    return Explorer.body(answer);
  }
}
