package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.testing.Data;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenesisCommandTest {

  private static final long INTEROP_TIME = 1567777777;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {16, 32})
  void makesTheOfficialQuickStartStatesByteForByte(int validators) throws IOException {
    Path official =
        Data.require("interop/quickstart_genesis_%d_%d.ssz".formatted(validators, INTEROP_TIME));
    Ran ran =
        Ran.of(
            "genesis",
            "--config",
            "minimal",
            "--validators",
            validators,
            "--genesis-time",
            INTEROP_TIME);
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEqualTo(Files.readAllBytes(official));
  }

  @Test
  void writesTheSameBytesToAFile() throws IOException {
    Path file = folder.resolve("genesis.ssz");
    Ran ran = Ran.of("genesis", "--validators", 8, "--genesis-time", 5, "--out", file);
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(Ran.of("genesis", "--validators", 8, "--genesis-time", 5).out())
        .isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void doesNotThrowBytesAtAPerson() {
    Ran ran = Ran.onATerminal("genesis", "--validators", 8, "--genesis-time", 5);
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("--out FILE");
  }
}
