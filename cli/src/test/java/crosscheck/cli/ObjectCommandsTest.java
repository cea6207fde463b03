package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.testing.Data;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code transition}, {@code inspect}, {@code root} and {@code checks}. */
class ObjectCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void appliesBlocksToAState() throws IOException {
    Path chain = Data.require("chains/finality-16");
    JsonNode blocks = JSON.readTree(chain.resolve("index.json").toFile()).path("blocks");
    Path post = folder.resolve("post.ssz");
    Ran ran =
        Ran.of(
            "transition",
            "--pre",
            chain.resolve("genesis.ssz"),
            "--out",
            post,
            file(chain, blocks.get(0)),
            file(chain, blocks.get(1)));
    assertThat(ran.err()).contains("slot 2");
    assertThat(ran.code()).isZero();
    assertThat(Ran.of("root", "--type", "BeaconState", post).text())
        .isEqualTo("hash_tree_root " + blocks.get(1).path("state_root").asText() + "\n");
  }

  @Test
  void writesNothingWhenABlockIsNotValid() throws IOException {
    Path chain = Data.require("chains/finality-16");
    JsonNode blocks = JSON.readTree(chain.resolve("index.json").toFile()).path("blocks");
    Path post = folder.resolve("post.ssz");
    Ran ran =
        Ran.of(
            "transition",
            "--pre",
            chain.resolve("genesis.ssz"),
            "--out",
            post,
            file(chain, blocks.get(1)));
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_VALID);
    assertThat(ran.err()).contains("is invalid: process_block_header[2]");
    assertThat(post).doesNotExist();
  }

  @Test
  void showsABlockAsJson() throws IOException {
    Path chain = Data.require("chains/finality-16");
    JsonNode entry = JSON.readTree(chain.resolve("index.json").toFile()).path("blocks").get(4);
    Ran ran = Ran.of("inspect", "--type", "BeaconBlock", file(chain, entry));
    assertThat(ran.code()).isZero();
    JsonNode block = JSON.readTree(ran.text());
    assertThat(block.path("slot").asText()).isEqualTo(entry.path("slot").asText());
    assertThat(block.path("parent_root")).isEqualTo(entry.path("parent_root"));
    assertThat(block.path("state_root")).isEqualTo(entry.path("state_root"));
    assertThat(block.path("body").path("attestations").isArray()).isTrue();
    assertThat(block.path("body").path("eth1_data").path("deposit_count").isTextual()).isTrue();
  }

  @Test
  void showsBothRootsOfABlock() throws IOException {
    Path chain = Data.require("chains/finality-16");
    JsonNode entry = JSON.readTree(chain.resolve("index.json").toFile()).path("blocks").get(4);
    Ran ran = Ran.of("root", "--type", "beaconblock", file(chain, entry));
    assertThat(ran.code()).isZero();
    assertThat(ran.lines()).hasSize(2);
    assertThat(ran.lines().get(0)).startsWith("hash_tree_root 0x");
    assertThat(ran.lines().get(1)).isEqualTo("signing_root " + entry.path("root").asText());
  }

  @Test
  void listsEveryAssertOfTheSpecOnceAndInEveryForm() throws IOException {
    Path assertions = Data.require("chains/assertions.json");
    List<String> expected = new ArrayList<>();
    for (JsonNode assertion : JSON.readTree(assertions.toFile())) {
      expected.add(assertion.path("function").asText() + " " + assertion.path("assertion").asInt());
    }
    List<String> listed = new ArrayList<>();
    for (String line : Ran.of("checks", "--format", "jsonl").lines()) {
      JsonNode check = JSON.readTree(line);
      if (check.path("assertion").isNumber()) {
        listed.add(check.path("function").asText() + " " + check.path("assertion").asInt());
      }
      assertThat(check.path("message").asText()).isNotBlank();
      assertThat(check.path("link").asText()).startsWith("https://");
    }
    assertThat(listed).containsAll(expected).doesNotHaveDuplicates();
    int checks = Ran.of("checks", "--format", "jsonl").lines().size();
    assertThat(Ran.of("checks").lines()).hasSize(checks + 1);
    assertThat(Ran.of("checks", "--format", "markdown").lines()).hasSize(checks + 2);
  }

  private static Path file(Path chain, JsonNode entry) {
    Path file = chain.resolve(entry.path("file").asText());
    assertThat(Files.exists(file)).isTrue();
    return file;
  }
}
