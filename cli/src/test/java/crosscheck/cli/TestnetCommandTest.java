package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestnetCommandTest {

  @TempDir Path folder;

  @Test
  void recordsARunThatVerifyFindsAsExpected() throws IOException {
    Path plan = folder.resolve("plan.yaml");
    Files.writeString(
        plan,
        """
        constants: {MAX_TRANSFERS: 1}
        genesis: {validators: 16}
        slots: 26
        nodes:
          - {name: A, validators: 0-9}
          - {name: B, validators: 10-13}
          - {name: buggy, validators: 14-15, bug: slash-whistleblower-full}
        faults:
          - {kind: double_proposal, at: 3, nodes: [A]}
          - {kind: clock_skew, at: 14, until: 18, nodes: [B], ahead: 2s}
        """);
    Path out = folder.resolve("run");

    Ran ran = Ran.of("testnet", "--plan", plan, "--fast", "--out", out);

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.text()).contains("A http://127.0.0.1:", "buggy http://127.0.0.1:");
    assertThat(ran.err()).contains("finalized epoch", "recorded in " + out);
    assertThat(Files.readString(out.resolve("index.json")))
        .contains("\"config\": \"custom\"", "\"seed\": 0", "\"invalid\"");
    Ran verified = Ran.of("verify", "--chain", out, "--check");
    assertThat(verified.text() + verified.err()).contains("all as expected");
  }

  @Test
  void saysInWhichLineOfAPlanTheErrorIs() throws IOException {
    Path plan = folder.resolve("plan.yaml");
    Files.writeString(
        plan,
        """
        genesis: {validators: 16}
        nodes:
          - {name: A, validators: 0-9}
          - name: B
            validators: 9-15
        """);

    Ran ran = Ran.of("testnet", "--plan", plan);

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("plan.yaml:5: nodes[1].validators: validator 9 runs on A, too");
  }
}
