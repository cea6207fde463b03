package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exercises from the command line, run over a real simulated network; and such a run judged again.
 */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExerciseCommandTest {

  @TempDir static Path folder;

  private static Ran ran;

  @BeforeAll
  static void runTheFirstExerciseFast() throws IOException {
    // Whoever is slow to start may take its time.
    Path patient =
        Files.writeString(
            folder.resolve("patient.yaml"),
            Ran.of("exercise", "show", 1)
                .text()
                .replace("deadline: slot 16", "deadline: slot 280"));
    ran =
        Ran.of(
            "exercise",
            "run",
            patient,
            "--port",
            0,
            "--seconds-per-slot",
            1,
            "--variant",
            "swap",
            "--client",
            "A=Lighthouse",
            "--client",
            "B=Lodestar",
            "--report",
            folder.resolve("log.md"),
            "--address",
            "http://room:8080",
            "--history",
            folder.resolve("runs"),
            "--data-dir",
            folder.resolve("data"));
  }

  @Test
  @Order(1)
  void runsAnExerciseToItsEnd() throws IOException {
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.lines().get(0)).isEqualTo("exercise 1: passed");
    assertThat(ran.lines().subList(1, 4))
        .allMatch(line -> line.startsWith("  PASSED at slot "))
        .anyMatch(line -> line.endsWith("A-0 reports the head of the common chain"))
        .anyMatch(line -> line.endsWith("B-0 reports the head of the common chain"))
        .anyMatch(line -> line.endsWith("no invalid block"));
    assertThat(Files.readString(folder.resolve("log.md")))
        .startsWith("# Lodestar / Lighthouse: exercise 1\n")
        .contains(
            "**PASSED**: 3 passed, 0 failed, 0 open.",
            "| variant | swap |",
            "| [A-0](http://room:8080/node/A-0) | Lodestar |");
    JsonNode run = new ObjectMapper().readTree(Files.readString(history().get(0)));
    assertThat(run.get("state").asText()).isEqualTo("passed");
    assertThat(run.get("goals")).hasSize(3);
    assertThat(run.at("/blocks/valid").asInt()).isPositive();
  }

  private static List<Path> history() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("runs"))) {
      return files.toList();
    }
  }

  @Test
  @Order(2)
  void findsNothingChangedInARunThatIsJudgedAgain() {
    Ran again = Ran.of("replay", "--data-dir", folder.resolve("data"));
    assertThat(again.code()).as(again.err() + again.text()).isZero();
    assertThat(again.text()).contains("judged again: nothing has changed");
  }

  @Test
  @Order(3)
  void findsTheVerdictThatWasTamperedWith() {
    try (Database database = Database.embedded(folder.resolve("data"))) {
      database
          .jdbi()
          .useHandle(
              handle ->
                  handle.execute(
                      """
                      update verdicts
                      set status = 'invalid', failure_function = 'process_randao',
                        failure_check = 'RANDAO_REVEAL', failure_message = 'tampered',
                        justified_id = null, finalized_id = null
                      where import_order = 2
                      """));
    }
    Ran again = Ran.of("replay", "--data-dir", folder.resolve("data"));
    assertThat(again.code()).as(again.err()).isOne();
    assertThat(again.lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("input ").contains(" block 0x"),
            line -> assertThat(line).isEqualTo("  stored: invalid: RANDAO_REVEAL: tampered"),
            line -> assertThat(line).isEqualTo("  now:    valid"),
            line -> assertThat(line).endsWith("judged again: 1 CHANGED"));
  }

  @Test
  @Order(4)
  void missesADeadlineAndShowsEarlierRuns() throws IOException {
    String scenario =
        Ran.of("exercise", "show", 4).text().replace("deadline: epoch 16", "deadline: slot 3");
    Path file = Files.writeString(folder.resolve("mine.yaml"), scenario);
    Ran missed =
        Ran.of(
            "exercise",
            "run",
            file,
            "--port",
            0,
            "--seconds-per-slot",
            1,
            "--json",
            folder.resolve("mine.json"),
            "--history",
            folder.resolve("runs"));
    assertThat(missed.code()).as(missed.err()).isOne();
    assertThat(missed.text())
        .contains(
            "exercise 4: failed",
            "FAILED at slot 3: A-0 sees epoch 8 as finalized: not by the end of slot 3: says ");
    assertThat(history()).hasSize(2);
  }

  @Test
  void listsAndChecksWhatComesWithTheProgram() {
    assertThat(Ran.of("exercise", "list").lines()).hasSize(2 * Exercises.SHIPPED.size());
    Ran checked =
        Ran.of(Stream.concat(Stream.of("exercise", "check"), Exercises.SHIPPED.stream()).toArray());
    assertThat(checked.code()).as(checked.err()).isZero();
    assertThat(checked.text())
        .contains(
            "B-0 sees epoch 8 as finalized",
            "B-1 sees epoch 128 as finalized",
            "A-2 syncs from genesis and reaches the head");
  }

  @Test
  void understandsTheExampleOfTheManual() throws IOException {
    String manual =
        Files.readString(crosscheck.testing.Data.repository().resolve("docs/exercises.md"));
    int begin = manual.indexOf("```yaml\n") + 8;
    Path file =
        Files.writeString(
            folder.resolve("manual.yaml"), manual.substring(begin, manual.indexOf("```", begin)));
    Ran checked = Ran.of("exercise", "check", file);
    assertThat(checked.code()).as(checked.err()).isZero();
    assertThat(checked.text()).contains("exercise 5, Lighthouse / Lodestar");
  }

  @Test
  void judgesARecordedFolderAgain() {
    Path chain = crosscheck.testing.Data.require("chains/invalid-16");
    Ran again = Ran.of("replay", "--chain", chain);
    assertThat(again.code()).as(again.text()).isZero();
    assertThat(again.text()).isEqualTo("171 judged again: nothing has changed\n");
  }
}
