package crosscheck.chains;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.replay.Input;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.testing.Data;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** The chains made for measuring: thousands of validators, and every block of them is valid. */
final class LargeChainsTest {

  @Test
  void sixteenThousandValidatorsReachTheRecordedState() throws Exception {
    assertThat(finalRoot("bench/bench-16k").toHexString())
        .startsWith("0x685ad245")
        .endsWith("636deab4");
  }

  /** The product in an attestation reward passes 64 bits here, and wraps. */
  @Test
  void aHundredThousandValidatorsReachTheRecordedState() throws Exception {
    assertThat(finalRoot("bench/bench-100k").toHexString())
        .startsWith("0x01b35074")
        .endsWith("4bab50");
  }

  /** Root of the last post-state. */
  private static Bytes32 finalRoot(String name) throws Exception {
    Path folder = Data.require(name);
    Spec spec = Specs.of("v0.8.3", Config.mainnet());
    AtomicReference<Judgement> last = new AtomicReference<>();
    try (Replay replay =
            new Replay(
                spec,
                spec.decodeState(Bytes.wrap(Files.readAllBytes(folder.resolve("genesis.ssz")))),
                ReplaySettings.defaults());
        var files = Files.list(folder.resolve("blocks"))) {
      List<Path> blocks = files.sorted().toList();
      replay.judgeAll(
          blocks.stream().map(LargeChainsTest::input).iterator(),
          judgement -> {
            assertThat(judgement.verdict())
                .as("slot %d: %s", judgement.block().orElseThrow().slot(), judgement.failure())
                .isEqualTo(Verdict.VALID);
            last.set(judgement);
          });
    }
    return spec.hash(last.get().post().orElseThrow());
  }

  private static Input input(Path file) {
    try {
      return new Input(Bytes.wrap(Files.readAllBytes(file)), OptionalLong.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
