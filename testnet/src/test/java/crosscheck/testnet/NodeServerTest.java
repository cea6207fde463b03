package crosscheck.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.spec.Checkpoint;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.ssz.SszTypes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NodeServerTest {

  private static final int LAST_SLOT = 41;

  private final Spec spec = Specs.of("v0.8.3", Config.minimal());
  private final State genesis = spec.mockedGenesis(16, 1567777777);
  private final Recorder recorder = new Recorder();
  private final Network network = new Network(spec, genesis, NodeSettings.evenly(2, 16), recorder);
  private final HttpClient http = HttpClient.newHttpClient();
  private URI node;

  @BeforeEach
  void play() throws InterruptedException {
    node = network.serve(0).get("node-1");
    network.run(SlotTicker.asFastAsItGoes(), LAST_SLOT);
  }

  @AfterEach
  void close() {
    network.close();
  }

  private HttpResponse<byte[]> get(String path, String contentType) throws Exception {
    return http.send(
        HttpRequest.newBuilder(node.resolve(path)).header("Content-Type", contentType).build(),
        BodyHandlers.ofByteArray());
  }

  private Bytes ssz(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path, "application/ssz");
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/ssz");
    return Bytes.wrap(answer.body());
  }

  private String json(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path, "application/json");
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    return text(answer);
  }

  private String refusal(String path, String contentType) throws Exception {
    HttpResponse<byte[]> answer = get(path, contentType);
    return answer.statusCode() + " " + text(answer);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void showsItsHeadWithTheCheckpointsOfItsState() throws Exception {
    HeadAnswer head = spec.ssz().decode(HeadAnswer.class, ssz("/beacon/head"));
    assertThat(head.slot()).isEqualTo(LAST_SLOT);
    assertThat(head.blockRoot()).isEqualTo(network.heads().get("node-1"));
    Checkpoint finalized =
        spec.ssz().decode(Checkpoint.class, ssz("/beacon/state/current_finalized_checkpoint"));
    assertThat(finalized.epoch()).isEqualTo(3);
    assertThat(head.finalizedSlot()).isEqualTo(24);
    assertThat(head.finalizedBlockRoot()).isEqualTo(finalized.root());
    assertThat(head.justifiedSlot()).isEqualTo(32);
    assertThat(json("/beacon/head"))
        .startsWith("{\"slot\":41,\"block_root\":\"" + head.blockRoot() + "\",\"state_root\":\"0x")
        .contains("\"finalized_slot\":24,");
  }

  @Test
  void servesBlocksByRootAndBySlotInBothForms() throws Exception {
    List<Bytes> blocks = recorder.blocks();
    BeaconBlock last = (BeaconBlock) spec.decodeBlock(blocks.get(blocks.size() - 1));
    Bytes32 root = spec.root(last);
    Bytes answer = ssz("/beacon/block?root=" + root);
    assertThat(answer.slice(0, 32)).isEqualTo(root);
    assertThat(answer.slice(32, 4)).isEqualTo(Bytes.fromHexString("0x24000000"));
    assertThat(answer.slice(36)).isEqualTo(blocks.get(blocks.size() - 1));
    assertThat(ssz("/beacon/block?slot=" + last.slot())).isEqualTo(answer);
    assertThat(ssz("/beacon/block_root?slot=" + last.slot())).isEqualTo(root);
    assertThat(json("/beacon/block?root=" + root))
        .startsWith("{\"root\":\"" + root + "\",\"beacon_block\":{\"slot\":41,\"parent_root\":\"0x")
        .contains("\"attestations\":[{\"aggregation_bits\":\"0x");
  }

  @Test
  void beginsWithTheBlockOfGenesis() throws Exception {
    Bytes32 root = spec.root(spec.genesisBlock(genesis));
    assertThat(ssz("/beacon/block_root?slot=0")).isEqualTo(root);
    assertThat(ssz("/beacon/state/genesis")).isEqualTo(spec.ssz().encode(genesis));
    assertThat(json("/node/genesis_time")).isEqualTo("1567777777");
    assertThat(ssz("/node/genesis_time")).isEqualTo(SszTypes.uint64().encode(1567777777L));
  }

  @Test
  void servesStatesByRootAndBySlot() throws Exception {
    HeadAnswer head = spec.ssz().decode(HeadAnswer.class, ssz("/beacon/head"));
    Bytes answer = ssz("/beacon/state");
    assertThat(answer.slice(0, 32)).isEqualTo(head.stateRoot());
    assertThat(spec.hash(spec.decodeState(answer.slice(36)))).isEqualTo(head.stateRoot());
    assertThat(ssz("/beacon/state?slot=41")).isEqualTo(answer);
    assertThat(ssz("/beacon/state?root=" + head.stateRoot())).isEqualTo(answer);
    assertThat(json("/beacon/state")).contains("\"exit_epoch\":18446744073709551615,");
  }

  @Test
  void saysWhatItCannotServe() throws Exception {
    assertThat(refusal("/beacon/block?root=0x" + "00".repeat(32), "application/ssz"))
        .startsWith("404 Unable to find BeaconBlock");
    assertThat(refusal("/beacon/block?slot=42", "")).startsWith("404 Unable to find BeaconBlock");
    assertThat(refusal("/beacon/block?root=12", "")).startsWith("400 Unable to parse root");
    assertThat(refusal("/beacon/block?slot=-1", "")).startsWith("400 Unable to parse slot");
    assertThat(refusal("/beacon/block", "")).startsWith("400 URL query must contain");
    assertThat(refusal("/node/version", "application/ssz")).startsWith("415 ");
    assertThat(refusal("/beacon/head", "application/yaml")).startsWith("415 ");
    assertThat(refusal("/elsewhere", "")).startsWith("404 ");
  }
}
