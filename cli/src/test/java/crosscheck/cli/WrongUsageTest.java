package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a command line: exit code 2, one clear line, no stack trace. */
class WrongUsageTest {

  @TempDir static Path folder;

  private static ServerSocket taken;

  @BeforeAll
  static void takeAPort() throws IOException {
    taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterAll
  static void giveItBack() throws IOException {
    taken.close();
  }

  /** In one line less, so that it is the fifth that is wrong. */
  private static String badGenesis(String scenario) {
    String plan =
        scenario
            .substring(scenario.indexOf("network:"))
            .replace("validators: 16", "validators: few");
    return "exercise: 4\nclients: {A: x, B: y}\n" + plan.replace("  seconds_per_slot: 6\n", "");
  }

  static Stream<Arguments> wrongCommandLines() throws IOException {
    Path garbage = Files.write(folder.resolve("garbage.ssz"), new byte[] {1, 2, 3});
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path missingConstant = Files.writeString(folder.resolve("short.yaml"), "SHARD_COUNT: 8\n");
    Path noYaml = Files.writeString(folder.resolve("no.yaml"), "SHARD_COUNT 8\n");
    Path genesis = folder.resolve("genesis.ssz");
    assertThat(Ran.of("genesis", "--validators", 16, "--genesis-time", 0, "--out", genesis).code())
        .isZero();
    Path noJson = Files.createDirectories(folder.resolve("nojson"));
    Files.writeString(noJson.resolve("index.json"), "{\n\"blocks\": [,]}");
    Path noBlocks = Files.createDirectories(folder.resolve("noblocks"));
    Files.writeString(noBlocks.resolve("index.json"), "{}");
    Path nowhere = folder.resolve("nowhere");
    Path badScenario =
        Files.writeString(folder.resolve("scenario.yaml"), "exercise: 1\nclients: {a: x}\n");
    String good = Ran.of("exercise", "show", "4").text();
    Path badPlan = Files.writeString(folder.resolve("plan.yaml"), badGenesis(good));
    Path badSource =
        Files.writeString(folder.resolve("bad.yaml"), "sources:\n- kind: directory\n  name: a\n");
    Path badFolder =
        Files.writeString(
            folder.resolve("folder.yaml"),
            "network: {genesis: %s}\nsources:\n- {kind: directory, name: a, folder: %s}\n"
                .formatted(genesis, nowhere));
    return Stream.of(
        wrong(List.of("verfy"), "'verfy'", "Did you mean: crosscheck verify"),
        wrong(List.of("verify", "--confg", "minimal"), "'--confg'", "--config"),
        wrong(List.of("verify", "--format", "xml"), "--format", "table", "jsonl", "xml"),
        wrong(List.of("verify", garbage), "--genesis FILE is missing"),
        wrong(List.of("verify", "--genesis", genesis), "nothing to judge"),
        wrong(List.of("verify", "--genesis", genesis, empty), "no files"),
        wrong(List.of("verify", "--genesis", genesis, ""), "an empty path"),
        wrong(List.of("verify", "--genesis", genesis, nowhere), "no file", nowhere),
        wrong(List.of("verify", "--genesis", nowhere, garbage), "no file", nowhere),
        wrong(List.of("verify", "--genesis", empty, garbage), empty, "is a folder"),
        wrong(
            List.of("verify", "--genesis", garbage, garbage), "--genesis", garbage, "BeaconState"),
        wrong(List.of("verify", "--check", "--genesis", genesis, garbage), "--check needs --chain"),
        wrong(List.of("verify", "--chain", nowhere), "no folder", nowhere),
        wrong(List.of("verify", "--chain", empty), empty, "index.json"),
        wrong(List.of("verify", "--chain", noJson), "index.json", "line 2"),
        wrong(List.of("verify", "--chain", noBlocks), "\"blocks\" must be a list"),
        wrong(List.of("verify", "--chain", empty, "--genesis", genesis), "--chain", "--genesis"),
        wrong(List.of("checks", "--spec", "v0.9.9"), "v0.9.9", "v0.8.2, v0.8.3, v0.8.4"),
        wrong(List.of("checks", "--config", "minimum"), "minimum", "minimal, mainnet"),
        wrong(List.of("checks", "--config", missingConstant), "short.yaml", "is missing"),
        wrong(List.of("checks", "--config", noYaml), "no.yaml", "line 1", "NAME: value"),
        wrong(List.of("checks", "--format", "csv"), "csv", "table or jsonl or markdown"),
        wrong(List.of("inspect", garbage), "--type"),
        wrong(List.of("inspect", "--type", "BeaconBlok", garbage), "BeaconBlok", "BeaconBlock"),
        wrong(List.of("inspect", "--type", "BeaconBlock", garbage), garbage, "BeaconBlock"),
        wrong(List.of("inspect", "--type", "BeaconBlock", nowhere), "no file", nowhere),
        wrong(List.of("root", "--type", "BeaconState"), "FILE"),
        wrong(List.of("root", "--type", "Attestation", garbage), garbage, "Attestation"),
        wrong(List.of("genesis"), "--validators", "--genesis-time"),
        wrong(List.of("genesis", "--validators", "few"), "--validators", "few"),
        wrong(List.of("genesis", "--validators", 0, "--genesis-time", 1), "--validators", "got 0"),
        wrong(List.of("genesis", "--validators", 1, "--genesis-time", -1), "--genesis-time"),
        wrong(
            List.of("genesis", "--validators", 1, "--genesis-time", 1, "--out", nowhere + "/x/y"),
            "--out",
            "nowhere"),
        wrong(List.of("genesis", "--deposits", garbage), "--eth1-block-hash"),
        wrong(
            List.of(
                "genesis",
                "--deposits",
                garbage,
                "--eth1-block-hash",
                "0x12",
                "--eth1-timestamp",
                "1"),
            "--eth1-block-hash",
            "64 hex digits"),
        wrong(List.of("exercise"), "exercise", "--help"),
        wrong(List.of("exercise", "run"), "NAME|FILE"),
        wrong(List.of("exercise", "run", "7"), "\"7\"", "1, 2, 3, 4, 5, 6, 6-bonus"),
        wrong(List.of("exercise", "show", "five"), "\"five\"", "there are the exercises"),
        wrong(List.of("exercise", "check", noYaml), "no.yaml:1", "settings by name"),
        wrong(List.of("exercise", "check", badScenario), "scenario.yaml:2", "role"),
        wrong(List.of("exercise", "check", badPlan), "plan.yaml:5", "validators"),
        wrong(List.of("exercise", "run", "5", "--variant", "swop"), "--variant", "swap", "swop"),
        wrong(List.of("exercise", "run", "5", "--client", "C=Prysm"), "--client", "\"C\"", "A, B"),
        wrong(List.of("exercise", "run", "5", "--client", "Prysm"), "--client", "Prysm"),
        wrong(
            List.of("exercise", "run", "4", "--node", "A-9=http://h:1"),
            "--node",
            "A-9",
            "A-0, B-0"),
        wrong(List.of("exercise", "run", "4", "--node", "A-0=http://h:1"), "--node", "B-0"),
        wrong(
            List.of("exercise", "run", "4", "--node", "A-0=http://h:1", "--node", "B-0=http://h:2"),
            "network.genesis.time"),
        wrong(List.of("exercise", "run", "1", "--seconds-per-slot", 0), "--seconds-per-slot", "0"),
        wrong(
            List.of("exercise", "run", "1", "--port", 0, "--report", nowhere + "/x"),
            "cannot write",
            "nowhere"),
        wrong(List.of("exercise", "run", "1", "--port", 0, "--data-dir", noBlocks), "--data-dir"),
        wrong(List.of("replay"), "--data-dir", "--database", "--chain"),
        wrong(List.of("replay", "--data-dir", nowhere), "no folder", nowhere),
        wrong(List.of("replay", "--chain", nowhere), "no folder", nowhere),
        wrong(List.of("replay", "--chain", noBlocks, "--data-dir", empty), "give only one of"),
        wrong(List.of("replay", "--chain", noBlocks, "--config", "minimal"), "--config"),
        wrong(List.of("run", "--port", 0), "--genesis"),
        wrong(List.of("run", "--settings", nowhere), "no file", nowhere),
        wrong(List.of("run", "--settings", noYaml), "no.yaml:1", "settings by name"),
        wrong(
            List.of("run", "--settings", badSource),
            "bad.yaml:2",
            "sources[0]",
            "folder",
            "missing"),
        wrong(List.of("run", "--port", 0, "--settings", badFolder), "folder.yaml:3", nowhere),
        wrong(List.of("run", "--role", "judge"), "--role", "all, index, api", "judge"),
        wrong(List.of("run", "--role", "api"), "--role api", "--database"),
        wrong(
            List.of("run", "--role", "index", "--genesis", genesis), "--role index", "--database"),
        wrong(
            List.of("run", "--role", "api", "--database", "jdbc:postgresql:x", "--blocks", folder),
            "--role api",
            "--blocks"),
        wrong(List.of("run", "--genesis", genesis, "--port", 70000), "--port", "65535", "70000"),
        wrong(
            List.of("run", "--genesis", genesis, "--port", 0, "--bind", "no.such.host.invalid"),
            "--bind"),
        wrong(
            List.of("run", "--genesis", genesis, "--port", taken.getLocalPort()),
            "--port",
            "in use"),
        wrong(List.of("run", "--genesis", garbage, "--port", 0), "--genesis", garbage),
        wrong(
            List.of("run", "--genesis", genesis, "--port", 0, "--blocks", nowhere),
            "--blocks",
            nowhere),
        wrong(
            List.of("run", "--genesis", genesis, "--port", 0, "--database", "mysql://x"),
            "mysql://x",
            "jdbc:postgresql://"),
        wrong(
            List.of("run", "--genesis", genesis, "--port", 0, "--database", "a", "--data-dir", "b"),
            "--data-dir",
            "--database"),
        wrong(List.of("demo", "--port", taken.getLocalPort()), "--port", "in use"),
        wrong(
            List.of("demo", "--port", 0, "--seconds-per-slot", 0),
            "--seconds-per-slot",
            "from 1 to"),
        wrong(List.of("demo", "--port", 0, "--validators", 3), "--validators", "from 8 to"),
        wrong(List.of("demo", "--port", 0, "--nodes", 17), "--nodes", "from 1 to 16"),
        wrong(List.of("demo", "--port", 0, "--data-dir", garbage), "--data-dir", "not a folder"),
        wrong(List.of("demo", "--port", 0, "--data-dir", folder), "--data-dir", "is not empty"),
        wrong(
            List.of("demo", "--scenario", "no-such-story"),
            "--scenario",
            "neither an exercise",
            "file"),
        wrong(List.of("demo", "--scenario", "demo", "--nodes", 3), "--scenario", "--nodes"),
        wrong(List.of("testnet", "--fast"), "--fast", "--slots"),
        wrong(List.of("testnet", "--plan", nowhere), "--plan", nowhere),
        wrong(List.of("testnet", "--plan", nowhere, "--nodes", 2), "--plan", "--nodes"),
        wrong(List.of("testnet", "--validators", 3), "--validators", "from 8 to"),
        wrong(List.of("testnet", "--port", 70_000), "--port", "65535"),
        wrong(List.of("testnet", "--slots", 0), "--slots", "from 1 to"),
        wrong(List.of("testnet", "--seconds-per-slot", "0.5"), "--seconds-per-slot", "86400"),
        wrong(List.of("testnet", "--out", garbage), "--out", "not a folder"),
        wrong(List.of("transition", "--pre", genesis), "BLOCK"),
        wrong(List.of("transition", "--pre", garbage, garbage), "--pre", garbage, "BeaconState"),
        wrong(List.of("transition", "--pre", genesis, nowhere), "no file", nowhere));
  }

  private static Arguments wrong(List<?> commandLine, Object... said) {
    return Arguments.of(commandLine, List.of(said));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongCommandLines")
  void saysWhatIsWrongAndExitsWithTwo(List<?> commandLine, List<?> said) {
    Ran ran = Ran.of(commandLine.toArray());
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.text()).isEmpty();
    assertThat(ran.err()).contains(said.stream().map(Object::toString).toList());
    assertThat(ran.err()).doesNotContain("\tat ", "Exception", "fault of Crosscheck");
    assertThat(ran.err().lines().count()).isLessThanOrEqualTo(3);
  }

  @Test
  void showsTheStackTraceWhenAsked() {
    Ran ran = Ran.of("checks", "--config", "minimum", "--debug");
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("UsageException", "\tat ");
  }

  @Test
  void explainsItselfWithoutACommand() {
    Ran ran = Ran.of();
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.text()).isEmpty();
    assertThat(ran.err()).contains("Usage: crosscheck", "verify", "demo", "Exit codes:");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsAnAnswer(String command) {
    Ran ran = Ran.of(command, "--help");
    assertThat(ran.code()).isZero();
    assertThat(ran.text()).contains("Usage: crosscheck " + command);
    assertThat(ran.err()).isEmpty();
  }

  static Stream<String> commands() {
    return Stream.of(
        "verify",
        "transition",
        "inspect",
        "root",
        "genesis",
        "checks",
        "run",
        "testnet",
        "demo",
        "completion");
  }
}
