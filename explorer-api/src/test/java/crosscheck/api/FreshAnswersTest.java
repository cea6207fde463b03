package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that remembers what it was asked before answers as one that was never asked. */
@Timeout(120)
class FreshAnswersTest {

  private static final int BLOCKS_A_STEP = 12;

  private static final int QUESTIONS = 100;

  private static final List<String> ADDRESSES =
      List.of(
          "/api/v1/network",
          "/api/v1/chain",
          "/api/v1/tree",
          "/api/v1/forks",
          "/api/v1/epochs",
          "/api/v1/slots",
          "/api/v1/blocks/head",
          "/eth/v1/beacon/states/head/root");

  @Test
  void followsWhatIsJudgedMeanwhile() throws IOException {
    try (IndexedExplorer explorer = IndexedExplorer.begin("forks-16")) {
      while (explorer.left() > 0) {
        explorer.deliver(Math.min(BLOCKS_A_STEP, explorer.left()));
        Map<String, JsonNode> before = newborn(explorer);
        Map<String, JsonNode> answers = new HashMap<>();
        for (String path : ADDRESSES) {
          answers.put(path, get(explorer.url(path)));
        }
        // Weights and alerts may still be written, between any two questions.
        Map<String, JsonNode> after = newborn(explorer);
        for (String path : ADDRESSES) {
          assertThat(answers.get(path)).as(path).isIn(before.get(path), after.get(path));
        }
      }
    }
  }

  @Test
  void tellsOfANodeAsSoonAsItSaidSomething() throws IOException {
    try (IndexedExplorer explorer = IndexedExplorer.begin("forks-16").deliver(BLOCKS_A_STEP)) {
      // Asked until it is kept: not while something is still written meanwhile.
      for (int i = 0; i < QUESTIONS; i++) {
        assertThat(get(explorer.url("/api/v1/tree")).at("/data/nodes")).isEmpty();
      }
      explorer.report("Lighthouse-A", explorer.entries().get(3));
      assertThat(get(explorer.url("/api/v1/tree")).at("/data/nodes")).hasSize(1);
    }
  }

  /** That it was still there before it failed is stored, and is nothing that it said anew. */
  @Test
  void tellsOnceWhatANodeSaidBeforeAndAfterItFailed() throws IOException {
    try (IndexedExplorer explorer = IndexedExplorer.begin("forks-16").deliver(BLOCKS_A_STEP)) {
      Instant said = explorer.now();
      explorer.report("Lighthouse-A", explorer.entries().get(3));
      for (int i = 1; i < 4; i++) {
        explorer.moveTo(said.plusSeconds(20 * i));
        explorer.fail("Lighthouse-A");
      }
      explorer.moveTo(said.plusSeconds(100));
      explorer.report("Lighthouse-A", explorer.entries().get(3));
      JsonNode node = get(explorer.url("/api/v1/nodes/Lighthouse-A")).get("data");
      assertThat(node.get("heads")).hasSize(1);
      assertThat(node.get("head_since").asText()).isEqualTo(said.toString());
      assertThat(get(explorer.url("/api/v1/nodes/Lighthouse-A/lag")).get("data")).hasSize(1);
    }
  }

  private static Map<String, JsonNode> newborn(IndexedExplorer explorer) throws IOException {
    Clock clock = Clock.fixed(explorer.now(), ZoneOffset.UTC);
    Map<String, JsonNode> answers = new HashMap<>();
    try (ApiServer server =
        new ApiServer(
            explorer.database().jdbi(),
            Explorer.SPEC,
            ApiSettings.of("127.0.0.1", 0),
            clock,
            Optional.empty())) {
      server.start();
      for (String path : ADDRESSES) {
        answers.put(path, get("http://127.0.0.1:" + server.port() + path));
      }
    }
    return answers;
  }

  private static JsonNode get(String url) throws IOException {
    try (InputStream body = URI.create(url).toURL().openStream()) {
      return new ObjectMapper().readTree(body);
    }
  }
}
