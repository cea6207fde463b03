package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The offline commands on a chain made on the spot. */
class MadeChainTest {

  private static final int STATE_ROOT_AT = 40;

  @TempDir static Path folder;

  private static MadeChain chain;

  @BeforeAll
  static void makeAChain() throws IOException, InterruptedException {
    chain = MadeChain.in(folder, 9);
  }

  @Test
  void allBlocksOfAFolderAreValid() {
    Ran ran = Ran.of("verify", "--genesis", chain.genesis(), folder.resolve("blocks"));
    assertThat(ran.code()).isZero();
    assertThat(ran.lines()).filteredOn(line -> line.startsWith("✓")).hasSize(9);
    assertThat(ran.text()).contains("9 blocks in", "9 valid");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void aWrongByteOfTheStateRootIsNamed() throws IOException {
    byte[] block = Files.readAllBytes(chain.blocks().get(0));
    block[STATE_ROOT_AT] ^= 1;
    Path wrong = Files.write(folder.resolve("wrong.ssz"), block);
    Ran ran = Ran.of("verify", "--genesis", chain.genesis(), "--format", "jsonl", wrong);
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_VALID);
    JsonNode row = new ObjectMapper().readTree(ran.text());
    // The signature covers the state root, and is checked before it.
    assertThat(row.path("verdict").asText()).isEqualTo("invalid");
    assertThat(row.path("failure").path("function").asText()).isEqualTo("process_block_header");
    assertThat(row.path("failure").path("assertion").asInt()).isEqualTo(4);
    assertThat(row.path("post").isNull()).isTrue();
  }

  @Test
  void bytesThatAreNoBlockAreMalformedAndDoNotStopTheRest() throws IOException {
    byte[] block = Files.readAllBytes(chain.blocks().get(0));
    Path cut = Files.write(folder.resolve("cut.ssz"), Arrays.copyOf(block, block.length - 1));
    Path empty = Files.write(folder.resolve("empty.ssz"), new byte[0]);
    Ran ran = Ran.of("verify", "--genesis", chain.genesis(), cut, empty, chain.blocks().get(0));
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_VALID);
    assertThat(ran.text()).contains("2 malformed").contains("1 valid").contains("ssz_decode: ");
  }

  @Test
  void theSameBlockTwiceIsValidTwice() {
    Path first = chain.blocks().get(0);
    Ran ran = Ran.of("verify", "--genesis", chain.genesis(), first, first);
    assertThat(ran.code()).isZero();
    assertThat(ran.text()).contains("2 blocks").contains("2 valid");
  }

  @Test
  void aBlockBeforeItsParentHasNoParentYet() {
    List<Path> blocks = chain.blocks();
    Ran ran = Ran.of("verify", "--genesis", chain.genesis(), blocks.get(1), blocks.get(0));
    assertThat(ran.code()).isEqualTo(ExitCode.NOT_VALID);
    assertThat(ran.text()).contains("1 valid, 1 unknown parent");
  }

  @Test
  void saysWhatItPassesOverInAFolder() throws IOException {
    Path mixed = Files.createDirectories(folder.resolve("mixed"));
    Files.createDirectories(mixed.resolve("below"));
    Files.writeString(mixed.resolve(".hidden"), "x");
    Files.copy(chain.blocks().get(0), mixed.resolve("1.ssz"));
    Ran ran = Ran.of("verify", "--genesis", chain.genesis(), mixed);
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("passed over .hidden, below/");
  }

  @Test
  void transitionVerifyAndRootAgreeOnThePostState() throws IOException {
    Path post = folder.resolve("post.ssz");
    Ran transition =
        Ran.of("transition", "--pre", chain.genesis(), "--out", post, folder.resolve("blocks"));
    assertThat(transition.code()).isZero();
    String root = Ran.of("root", "--type", "BeaconState", post).lines().get(0).split(" ")[1];
    Ran verify =
        Ran.of(
            "verify", "--genesis", chain.genesis(), "--format", "jsonl", folder.resolve("blocks"));
    JsonNode last = new ObjectMapper().readTree(verify.lines().get(8));
    assertThat(last.path("post").path("state_root").asText()).isEqualTo(root);
    assertThat(last.path("head")).isEqualTo(last.path("root"));
  }

  @Test
  void aPostStateIsAsGoodAStartAsAGenesis() {
    Path post = folder.resolve("halfway.ssz");
    List<Path> blocks = chain.blocks();
    assertThat(Ran.of("transition", "--pre", chain.genesis(), "--out", post, blocks.get(0)).code())
        .isZero();
    Ran direct = Ran.of("transition", "--pre", chain.genesis(), blocks.get(0), blocks.get(1));
    Ran inSteps = Ran.of("transition", "--pre", post, blocks.get(1));
    assertThat(inSteps.out()).isEqualTo(direct.out()).isNotEmpty();
  }
}
