package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exercises over REST, over the first blocks of a chain with invalid ones. */
class ExercisesApiTest {

  private static Explorer explorer;

  @BeforeAll
  static void start() {
    explorer = Explorer.empty();
    new RecordedChain(explorer.jdbi(), Explorer.SPEC, "invalid-16", 1567777777).add(12);
    explorer.jdbi().useHandle(StoredExercises::put);
  }

  @AfterAll
  static void stop() {
    explorer.close();
  }

  @Test
  void listsTheLatestFirst() {
    assertThat(explorer.data("/exercises").findValuesAsText("run"))
        .containsExactly("run-1", "run-0");
    assertThat(explorer.data("/exercises?state=passed").findValuesAsText("exercise"))
        .containsExactly("4");
    assertThat(explorer.data("/exercises?exercise=5").findValuesAsText("run"))
        .containsExactly("run-1");
    JsonNode page = explorer.json("/exercises?limit=1");
    assertThat(page.at("/data/0/score").toString())
        .isEqualTo("{\"passed\":1,\"failed\":1,\"pending\":2}");
    assertThat(
            explorer
                .data("/exercises?cursor=" + page.at("/meta/next_cursor").asText())
                .findValuesAsText("run"))
        .containsExactly("run-0");
  }

  @Test
  void tellsAllOfARunOverThisNetwork() {
    JsonNode run = explorer.data("/exercises/2");
    assertThat(run.get("goals").findValuesAsText("state"))
        .containsExactly("passed", "pending", "failed", "pending");
    assertThat(run.at("/goals/2/node").isNull()).isTrue();
    assertThat(run.at("/goals/2/evidence/0/kind").asText()).isEqualTo("block");
    assertThat(run.at("/network/config_name").asText()).isEqualTo("minimal");
    assertThat(run.at("/blocks/invalid").asInt() + run.at("/blocks/malformed").asInt())
        .isEqualTo(run.get("invalid_blocks").size());
    assertThat(run.get("invalid_blocks")).isNotEmpty();
    assertThat(run.get("timeline").findValuesAsText("words"))
        .startsWith("exercise 5 begins: Lighthouse / Lodestar")
        .contains("passed: A-0 sees epoch 8 as finalized");
    assertThat(run.at("/nodes/1/client").asText()).isEqualTo("Lodestar");
  }

  @Test
  void tellsTheSameOfAnEarlierRun() {
    JsonNode here = explorer.data("/exercises/2");
    JsonNode earlier = explorer.data("/exercises/1");
    assertThat(earlier.get("id").asText()).isEqualTo("1");
    assertThat(earlier.get("entered").asBoolean()).isTrue();
    assertThat(names(earlier)).containsExactlyInAnyOrderElementsOf(names(here));
    assertThat(names(earlier.at("/goals/0")))
        .containsExactlyInAnyOrderElementsOf(names(here.at("/goals/0")));
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  @Test
  void writesAReportForTheLogOfThePair() {
    HttpResponse<byte[]> answer = explorer.get("/api/v1/exercises/2/report");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/markdown");
    String report = Explorer.text(answer);
    assertThat(report.lines().filter(line -> line.startsWith("#")))
        .containsExactly(
            "# Lighthouse / Lodestar: exercise 5",
            "## Configuration",
            "## Results",
            "## Time line",
            "## Forks",
            "## Invalid blocks",
            "## Misbehaviour",
            "## Problems");
    assertThat(report)
        .contains(
            "**RUNNING**: 1 passed, 1 failed, 2 open.",
            "| passed | [A-0](/node/A-0) | sees epoch 8 as finalized | 80 | says epoch 8; so do we"
                + " |  |",
            "| pending | [B-0](/node/B-0) | sees epoch 8 as finalized | – | says epoch 5; our"
                + " transition: epoch 8 |  |",
            "| failed | network | no invalid block | 3 | block 0xabcdef…0123 of slot 3 is"
                + " &lt;invalid>: process_randao \\| wrong | [the block](/block/0x"
                + "ab".repeat(32)
                + ") |",
            "| machines | several |",
            "put its address before them");
    assertThat(report.lines().filter(line -> line.startsWith("|")))
        .as("cells may not break their table")
        .allMatch(line -> line.endsWith("|"));
  }

  @Test
  void linksToTheEvidenceWhereItsAddressIsKnown() {
    JsonNode run = explorer.data("/exercises/2");
    String report = ExerciseReport.markdown(run, Optional.of(URI.create("http://room:8080/")));
    assertThat(report)
        .contains(
            "[Scoreboard](http://room:8080/exercise/2)",
            "| [the block](http://room:8080/block/0x" + "ab".repeat(32) + ") |")
        .doesNotContain("](/", "put its address before them");
    JsonNode invalid = run.at("/invalid_blocks/0/root");
    assertThat(report)
        .contains("[`%1$s`](http://room:8080/block/%1$s)".formatted(invalid.asText()));

    String earlier =
        ExerciseReport.markdown(
            explorer.data("/exercises/1"), Optional.of(URI.create("http://room:8080")));
    assertThat(earlier).as("what it saw is not here").doesNotContain("](");
  }

  @Test
  void whatNodesSayMakesNoMarkdown() {
    ObjectNode run = (ObjectNode) explorer.data("/exercises/2").deepCopy();
    ((ObjectNode) run.at("/nodes/0")).put("client_version", "`a` [b](http://c) *d*\n| <e>");
    assertThat(ExerciseReport.markdown(run, Optional.empty()))
        .contains(" \\`a\\` \\[b\\](http://c) \\*d\\* \\| &lt;e> |");
  }

  @Test
  void tellsInOneLineOfEpochsThatBecomeFinalOneAfterTheOther() {
    ObjectNode run = (ObjectNode) explorer.data("/exercises/2").deepCopy();
    var timeline = run.putArray("timeline");
    for (String moment : List.of("3", "4", "5", "alert", "7", "9")) {
      boolean alert = moment.equals("alert");
      timeline
          .addObject()
          .put("at", "2019-09-06T13:00:00.5Z")
          .put("slot", "40")
          .put("type", alert ? "alert_opened" : "finalized_changed")
          .put("words", alert ? "alert" : "epoch " + moment + " is final")
          .putObject("payload")
          .put("epoch", moment);
    }
    String report = ExerciseReport.markdown(run, Optional.empty());
    assertThat(report.lines().filter(line -> line.startsWith("| 2019-09-06 13:00:00 UTC | 40 |")))
        .extracting(line -> line.substring(line.indexOf("40 | ") + 5, line.length() - 2))
        .containsExactly(
            "epochs 3 to 5 become final, one after the other",
            "alert",
            "epoch 7 is final",
            "epoch 9 is final");
  }

  @Test
  void writesTheReportAsJsonThatCanBeEnteredAgain() {
    HttpResponse<byte[]> answer =
        explorer.get("/api/v1/exercises/1/report", "Accept", "application/json");
    JsonNode report = Explorer.body(answer);
    assertThat(report.get("run").asText()).isEqualTo("run-0");
    assertThat(report.has("data")).isFalse();
  }

  @Test
  void countsByPair() {
    JsonNode matrix = explorer.data("/exercises/matrix");
    assertThat(matrix.get("clients").toString()).isEqualTo("[\"Lighthouse\",\"Lodestar\"]");
    assertThat(matrix.get("cells")).hasSize(2);
    JsonNode swapped = matrix.at("/cells/1");
    assertThat(swapped.get("a").asText() + " " + swapped.get("b").asText())
        .isEqualTo("Lodestar Lighthouse");
    assertThat(swapped.get("passed").asInt()).isOne();
    assertThat(swapped.at("/exercises/0/variant").asText()).isEqualTo("swap");
  }

  @Test
  void refusesWhatItCannotRead() {
    for (String query : List.of("?state=done", "?cursor=x", "?limit=0", "?client=a")) {
      assertThat(explorer.get("/api/v1/exercises" + query).statusCode()).as(query).isEqualTo(400);
    }
    assertThat(explorer.get("/api/v1/exercises/x").statusCode()).isEqualTo(400);
    assertThat(explorer.get("/api/v1/exercises/9").statusCode()).isEqualTo(404);
    assertThat(explorer.get("/api/v1/exercises/9/report").statusCode()).isEqualTo(404);
  }
}
