package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import crosscheck.replay.ReplaySettings;
import crosscheck.testing.Data;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"finality-16", "forks-16", "invalid-16", "custom-30"})
  void agreesWithRecordedChains(String name) throws IOException {
    Path chain = Data.require("chains/" + name);
    Ran ran = Ran.of("verify", "--chain", chain, "--check", "--format", "jsonl");
    assertThat(ran.err()).contains("all as expected").doesNotContain("differs");
    assertThat(ran.code()).isZero();
    JsonNode expected = JSON.readTree(chain.resolve("index.json").toFile()).path("blocks");
    List<JsonNode> rows = objects(ran);
    assertThat(rows).hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).path("file").asText()).endsWith(expected.get(i).path("file").asText());
      assertThat(rows.get(i).path("verdict")).isEqualTo(expected.get(i).path("verdict"));
    }
  }

  @Test
  void writesTheFieldsThatProgramsReadAndNothingElse() {
    Path chain = Data.require("chains/invalid-16");
    Ran ran = Ran.of("verify", "--chain", chain, "--format", "jsonl");
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_VALID);
    for (JsonNode row : objects(ran)) {
      assertThat(names(row))
          .containsExactly(
              "file",
              "root",
              "slot",
              "parent_root",
              "proposer_index",
              "verdict",
              "failure",
              "fork_choice",
              "post",
              "head",
              "store",
              "micros");
      assertThat(names(row.path("store"))).containsExactly("justified", "finalized");
      assertThat(row.path("store").path("finalized").path("epoch").isTextual()).isTrue();
      assertThat(row.path("micros").isNumber()).isTrue();
      boolean valid = row.path("verdict").asText().equals("valid");
      boolean malformed = row.path("verdict").asText().equals("malformed");
      assertThat(row.path("slot").isTextual()).isEqualTo(!malformed);
      assertThat(row.path("post").isObject()).isEqualTo(valid);
      if (valid) {
        assertThat(names(row.path("post"))).containsExactly("state_root", "justified", "finalized");
      }
      if (row.path("failure").isObject()) {
        assertThat(names(row.path("failure")))
            .containsExactly(
                "function", "assertion", "check", "message", "path", "expected", "actual");
      }
    }
  }

  @Test
  void judgesFilesWithoutAClockInTheOrderGiven() throws IOException {
    Path chain = Data.require("chains/finality-16");
    List<Path> blocks = files(chain.resolve("blocks"));
    Path genesis = chain.resolve("genesis.ssz");
    Ran all = Ran.of("verify", "--genesis", genesis, chain.resolve("blocks"));
    assertThat(all.code()).isZero();
    assertThat(all.text()).contains(blocks.size() + " blocks").contains("finalized epoch 9");

    Ran swapped =
        Ran.of("verify", "--genesis", genesis, "--format", "jsonl", blocks.get(1), blocks.get(0));
    assertThat(swapped.code()).isEqualTo(ExitCode.NOT_VALID);
    assertThat(objects(swapped))
        .extracting(row -> row.path("verdict").asText())
        .containsExactly("unknown_parent", "valid");
  }

  @Test
  void statesTheBoundOnFutureBlocks() {
    long bound = ReplaySettings.defaults().maxSlotsAhead();
    assertThat(Ran.of("verify", "--help").text().replaceAll("\\s+", " "))
        .contains("up to %,d slots after its parent".formatted(bound));
  }

  @Test
  void saysWhyInTheTable() throws IOException {
    Path chain = Data.require("chains/invalid-16");
    Ran ran = Ran.of("verify", "--chain", chain, "--check");
    assertThat(ran.lines()).anySatisfy(line -> assertThat(line).startsWith("✗").contains("[4]: "));
    assertThat(ran.text()).contains("171 blocks").contains("all as expected");
    assertThat(ran.text()).doesNotContain("\u001b");
  }

  @Test
  void paintsAndShowsProgressOnlyOnATerminal() {
    Path chain = Data.require("chains/invalid-16");
    Ran ran = Ran.onATerminal("verify", "--chain", chain);
    assertThat(ran.text()).contains("\u001b[31m✗");
    assertThat(ran.err()).contains("/171").endsWith("\r\u001b[K");
  }

  static Stream<Arguments> wrongExpectations() {
    String other = "0x" + "ab".repeat(32);
    return Stream.of(
        tampered("verdict", block -> block.put("verdict", "invalid")),
        tampered("root", block -> block.put("root", other)),
        tampered("proposer_index", block -> block.put("proposer_index", 99)),
        tampered("head", block -> block.put("head", other)),
        tampered("post.state_root", block -> object(block, "post").put("state_root", other)),
        tampered(
            "post.justified.epoch", block -> object(block, "post", "justified").put("epoch", 7)),
        tampered(
            "post.finalized.root", block -> object(block, "post", "finalized").put("root", other)),
        tampered(
            "store_justified.root", block -> object(block, "store_justified").put("root", other)),
        tampered(
            "store_finalized.epoch", block -> object(block, "store_finalized").put("epoch", 3)),
        tampered(
            "failure",
            block -> block.putObject("failure").put("function", "f").put("assertion", 1)),
        tampered(
            "fork_choice",
            block ->
                block.putObject("fork_choice").put("function", "on_block").put("assertion", 3)));
  }

  private static Arguments tampered(String name, Consumer<ObjectNode> change) {
    return Arguments.of(name, change);
  }

  private static ObjectNode object(ObjectNode block, String... path) {
    ObjectNode at = block;
    for (String step : path) {
      at = (ObjectNode) at.get(step);
    }
    return at;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongExpectations")
  void noticesEveryExpectationThatIsNotMet(String name, Consumer<ObjectNode> change)
      throws IOException {
    Path chain = shortChain("finality-16", 3, blocks -> change.accept((ObjectNode) blocks.get(1)));
    Ran ran = Ran.of("verify", "--chain", chain, "--check");
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_VALID);
    assertThat(ran.text())
        .contains("differs: " + name + ": expected")
        .contains("1 NOT as expected");
    Ran lines = Ran.of("verify", "--chain", chain, "--check", "--format", "jsonl");
    assertThat(lines.code()).isEqualTo(ExitCode.NOT_VALID);
    assertThat(objects(lines)).hasSize(3);
    assertThat(lines.err()).contains(name + ": expected");
  }

  @Test
  void noticesAnotherAssertOfTheSameFunction() throws IOException {
    Path chain =
        shortChain(
            "invalid-16",
            3,
            blocks -> object((ObjectNode) blocks.get(2), "failure").put("assertion", 3));
    Ran ran = Ran.of("verify", "--chain", chain, "--check");
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_VALID);
    assertThat(ran.text()).contains("failure: expected process_attester_slashing[3], got");
  }

  @Test
  void aWrongVerdictIsAsExpectedWhenItIsExpected() throws IOException {
    Path chain = shortChain("invalid-16", 3, blocks -> {});
    assertThat(Ran.of("verify", "--chain", chain).code()).isEqualTo(ExitCode.NOT_VALID);
    assertThat(Ran.of("verify", "--chain", chain, "--check").code()).isZero();
  }

  /** The first blocks of a recorded chain, with changed expectations. */
  private Path shortChain(String name, int blocks, Consumer<ArrayNode> change) throws IOException {
    Path recorded = Data.require("chains/" + name);
    ObjectNode index = (ObjectNode) JSON.readTree(recorded.resolve("index.json").toFile());
    object(index, "genesis").put("file", recorded.resolve("genesis.ssz").toString());
    ArrayNode entries = JSON.createArrayNode();
    for (int i = 0; i < blocks; i++) {
      ObjectNode entry = (ObjectNode) index.path("blocks").get(i);
      entries.add(entry.put("file", recorded.resolve(entry.path("file").asText()).toString()));
    }
    change.accept(entries);
    index.set("blocks", entries);
    JSON.writeValue(folder.resolve("index.json").toFile(), index);
    return folder;
  }

  private static List<JsonNode> objects(Ran ran) {
    return ran.lines().stream().map(VerifyCommandTest::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
