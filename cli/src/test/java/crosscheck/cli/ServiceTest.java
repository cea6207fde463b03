package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.api.ApiSettings;
import crosscheck.db.Database;
import crosscheck.indexer.IndexerSettings;
import crosscheck.indexer.Observation;
import crosscheck.spec.Block;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The parts put together: blocks in at one end, verdicts out at the other, also after a restart.
 */
@Timeout(300)
class ServiceTest {

  private static final int SLOTS = 6;

  @TempDir Path folder;

  @Test
  void whatIsDeliveredIsJudgedServedAndKept()
      throws IOException, InterruptedException, SszException {
    State genesis = MadeChain.genesisState(1567777777);
    List<Bytes> blocks = MadeChain.blocks(genesis, SLOTS);
    Block last = MadeChain.SPEC.decodeBlock(blocks.get(SLOTS - 1));
    String head = MadeChain.SPEC.root(last).toHexString();
    ApiSettings anyPort = ApiSettings.of("127.0.0.1", 0);

    try (Database database = Database.embedded(folder);
        Service service =
            Service.judging(
                MadeChain.SPEC, genesis, database, List.of(), IndexerSettings.DEFAULT, anyPort)) {
      for (Bytes block : blocks) {
        service.receiver().receive(block, new Observation("test", Optional.empty(), Instant.now()));
      }
      awaitHead(service, head);
      JsonNode shown = get(service, "/api/v1/blocks/" + head);
      assertThat(shown.path("data").findPath("verdict").asText()).isEqualTo("valid");
    }

    try (Database database = Database.embedded(folder);
        Service service =
            Service.judging(
                MadeChain.SPEC, genesis, database, List.of(), IndexerSettings.DEFAULT, anyPort)) {
      awaitHead(service, head);
    }
  }

  /** Asks until the head is there; the time limit of the test is the bound. */
  private static void awaitHead(Service service, String root)
      throws IOException, InterruptedException {
    while (!get(service, "/api/v1/chain")
        .path("data")
        .path("head")
        .path("root")
        .asText()
        .equals(root)) {
      Thread.onSpinWait();
    }
  }

  private static JsonNode get(Service service, String path)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + path)).build();
    return new ObjectMapper()
        .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }
}
