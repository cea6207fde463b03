package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.bls.ConfirmedChecker;
import crosscheck.spec.Block;
import crosscheck.spec.Config;
import crosscheck.spec.InvalidException;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.ssz.SszDiff;
import crosscheck.ssz.SszDiff.Difference;
import crosscheck.ssz.SszException;
import crosscheck.testing.Data;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * States made again for readers, over invalid-16: what blocks changed, who had to vote, evidence;
 * against states that the test makes itself.
 */
@Timeout(300)
class PastStatesTest {

  private static final Spec SPEC = Explorer.SPEC;

  private static IndexedExplorer explorer;

  /** Post-states by root, executed here. */
  private static final Map<String, State> POSTS = new HashMap<>();

  @BeforeAll
  static void judge() throws IOException, SszException {
    explorer = IndexedExplorer.of("invalid-16");
    Path folder = Data.require("chains/invalid-16");
    State genesis = SPEC.decodeState(read(folder, "genesis.ssz"));
    POSTS.put(explorer.index().at("/genesis/block_root").asText(), genesis);
    for (JsonNode entry : explorer.entries("valid")) {
      Block block = SPEC.decodeBlock(read(folder, entry.get("file").asText()));
      State parent = POSTS.get(entry.get("parent_root").asText());
      POSTS.put(entry.get("root").asText(), SPEC.transition(parent, block, set -> true));
    }
  }

  @AfterAll
  static void close() {
    explorer.close();
  }

  @Test
  void tellsWhatSlotsAndWhatTheBlockChanged() {
    for (JsonNode entry : explorer.entries("valid")) {
      String root = entry.get("root").asText();
      JsonNode changes = explorer.data("/blocks/" + root + "/changes?limit=5000");
      State parent = POSTS.get(entry.get("parent_root").asText());
      State post = POSTS.get(root);
      State pre = SPEC.advance(parent, post.slot());
      assertThat(differences(changes.at("/slots"))).as(root).isEqualTo(between(parent, pre));
      assertThat(differences(changes.at("/block"))).as(root).isEqualTo(between(pre, post));
      assertThat(changes.at("/slots/epochs_ended").asLong())
          .isEqualTo(post.slot() / 8 - parent.slot() / 8);
      assertThat(changes.get("state_root")).isEqualTo(entry.get("state_root"));
      assertThat(changes.get("claimed_state_root")).isEqualTo(entry.get("state_root"));
    }
  }

  @Test
  void setsOurStateBesideAWrongStateRootAndNothingBesideAnEarlierFailure() {
    int wrongRoots = 0;
    for (JsonNode entry : explorer.entries("invalid")) {
      JsonNode block = explorer.data("/blocks/0x" + entry.get("sha256").asText()).get(0);
      if (!block.get("invalid_ancestor_root").isNull()) {
        continue;
      }
      JsonNode changes = explorer.data("/blocks/" + block.get("hash").asText() + "/changes");
      if (block.at("/failure/check").asText().equals("STATE_ROOT")) {
        wrongRoots++;
        assertThat(changes.get("state_root")).isEqualTo(block.at("/failure/expected"));
        assertThat(changes.get("claimed_state_root")).isEqualTo(block.at("/failure/actual"));
        assertThat(changes.at("/block/changes")).isNotEmpty();
      } else {
        assertThat(changes.get("block").isNull()).as(entry.get("file").asText()).isTrue();
        assertThat(changes.get("state_root").isNull()).isTrue();
      }
    }
    assertThat(wrongRoots).isPositive();
  }

  @Test
  void namesWhoVotedAndWhatWasRightAboutIt() throws Exception {
    Path folder = Data.require("chains/invalid-16");
    int votes = 0;
    for (JsonNode entry : explorer.entries("valid")) {
      Block block = SPEC.decodeBlock(read(folder, entry.get("file").asText()));
      State post = POSTS.get(entry.get("root").asText());
      var expected = SPEC.evidence().votes(block, post);
      JsonNode listed = explorer.data("/blocks/" + entry.get("root").asText() + "/attestations");
      assertThat(listed).hasSize(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        JsonNode duty = listed.get(i).get("duty");
        List<Integer> voted = integers(duty.get("voted"));
        assertThat(voted.stream().sorted().mapToInt(Integer::intValue))
            .containsExactly(box(expected.get(i).voters()));
        assertThat(integers(duty.get("committee"))).containsAll(voted);
        long slot = duty.get("slot").asLong();
        assertThat(duty.get("inclusion_delay").asLong())
            .isEqualTo(entry.get("slot").asLong() - slot);
        JsonNode data = listed.get(i).at("/attestation/data");
        assertThat(duty.get("source").asBoolean()).isTrue();
        assertThat(duty.get("head").asBoolean())
            .isEqualTo(chainRoot(entry, slot).equals(data.get("beacon_block_root").asText()));
        assertThat(duty.get("target").asBoolean())
            .isEqualTo(chainRoot(entry, slot / 8 * 8).equals(data.at("/target/root").asText()));
        votes += voted.size();
      }
    }
    assertThat(votes).isGreaterThan(100);
  }

  @Test
  void packsWhatGivesTheVerdictAgain() throws Exception {
    Set<String> seen = new HashSet<>();
    for (JsonNode entry : explorer.entries()) {
      JsonNode block = explorer.data("/blocks/0x" + entry.get("sha256").asText()).get(0);
      if (!seen.add(block.get("verdict").asText() + block.at("/failure/check").asText())) {
        continue;
      }
      Map<String, Bytes> files = unzipped("0x" + entry.get("sha256").asText());
      JsonNode verdict = Json.parse(text(files.get("verdict.json")));
      assertThat(verdict.get("verdict")).isEqualTo(block.get("verdict"));
      assertThat(text(files.get("README.md"))).contains("# Evidence: ");
      Spec spec =
          Specs.of(
              verdict.get("spec_version").asText(),
              Config.parse("bundle", text(files.get("config.yaml"))));
      if (files.containsKey("pre.ssz")) {
        assertThat(text(files.get("README.md"))).contains("crosscheck transition");
        assertThat(judged(spec, files)).isEqualTo(block.at("/failure/check").asText("valid"));
      } else {
        assertThat(block.get("verdict").asText())
            .isIn("malformed", "unknown_parent", "future", "invalid");
      }
    }
    assertThat(seen).hasSizeGreaterThan(25);
  }

  @Test
  void startsFromAKeptStateAndRefusesToGoTooFar() {
    Chain chain = new Chain(Clock.systemUTC());
    JsonNode last = explorer.entries("valid").get(60);
    Bytes32 root = Bytes32.fromHexString(last.get("root").asText());
    explorer
        .database()
        .jdbi()
        .useHandle(
            handle -> {
              PastStates near = new PastStates(SPEC, chain, 10);
              assertThatThrownBy(() -> near.post(handle, root))
                  .isInstanceOf(ApiException.class)
                  .hasMessageContaining("too far")
                  .extracting(e -> ((ApiException) e).status())
                  .isEqualTo(503);
              State made = new PastStates(SPEC, chain).post(handle, root);
              assertThat(SPEC.hash(made)).isEqualTo(SPEC.hash(POSTS.get(root.toHexString())));
            });
  }

  @Test
  void saysWhyThereIsNothingToShow() {
    for (JsonNode entry : explorer.entries("malformed").subList(0, 1)) {
      String path = Routes.API + "/blocks/0x" + entry.get("sha256").asText();
      assertThat(explorer.explorer().get(path + "/changes").statusCode()).isEqualTo(404);
      assertThat(explorer.explorer().get(path + "/attestations").statusCode()).isEqualTo(404);
      assertThat(explorer.explorer().get(path + "/evidence").statusCode()).isEqualTo(200);
    }
    assertThat(explorer.explorer().get(Routes.API + "/blocks/genesis/changes").statusCode())
        .isEqualTo(404);
    assertThat(explorer.explorer().get(Routes.API + "/blocks/genesis/evidence").statusCode())
        .isEqualTo(404);
    assertThat(explorer.data("/blocks/genesis/attestations")).isEmpty();
  }

  /** Root of the block that the chain of an entry has at a slot, or had last. */
  private static String chainRoot(JsonNode entry, long slot) {
    Map<String, JsonNode> byRoot = new HashMap<>();
    explorer.entries("valid").forEach(each -> byRoot.put(each.get("root").asText(), each));
    JsonNode at = entry;
    while (at != null && at.get("slot").asLong() > slot) {
      String parent = at.get("parent_root").asText();
      at = byRoot.get(parent);
      if (at == null) {
        return parent;
      }
    }
    return at == null ? "" : at.get("root").asText();
  }

  private static String judged(Spec spec, Map<String, Bytes> files) throws SszException {
    State pre = spec.decodeState(files.get("pre.ssz"));
    Block block = spec.decodeBlock(files.get("block.ssz"));
    try {
      State post = spec.transition(pre, block, ConfirmedChecker.preferred());
      assertThat(spec.ssz().encode(post)).isEqualTo(files.get("post.ssz"));
      return "valid";
    } catch (InvalidException e) {
      return e.failure(spec.version()).check();
    }
  }

  private static Map<String, Bytes> unzipped(String id) throws IOException {
    Map<String, Bytes> files = new TreeMap<>();
    byte[] body = explorer.explorer().get(Routes.API + "/blocks/" + id + "/evidence").body();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(body))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), Bytes.wrap(zip.readAllBytes()));
      }
    }
    return files;
  }

  private static List<Difference> between(State before, State after) {
    return before == after ? List.of() : typed(before.getClass(), before, after);
  }

  private static <T> List<Difference> typed(Class<T> type, State before, State after) {
    return SszDiff.between(SPEC.ssz().type(type), type.cast(before), type.cast(after), 5000);
  }

  private static List<Difference> differences(JsonNode part) {
    List<Difference> differences = new ArrayList<>();
    for (JsonNode change : part.get("changes")) {
      differences.add(
          new Difference(
              change.get("path").asText(),
              Optional.ofNullable(change.get("before").textValue()),
              Optional.ofNullable(change.get("after").textValue())));
    }
    return differences;
  }

  private static List<Integer> integers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asInt).toList();
  }

  private static Integer[] box(int[] values) {
    return java.util.Arrays.stream(values).boxed().toArray(Integer[]::new);
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArrayUnsafe(), StandardCharsets.UTF_8);
  }

  private static Bytes read(Path folder, String file) throws IOException {
    return Bytes.wrap(Files.readAllBytes(folder.resolve(file)));
  }
}
