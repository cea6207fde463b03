package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes of {@code crosscheck run} over one database. */
@Timeout(300)
class RolesTest {

  private static final String PRINTED = "Crosscheck is on ";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  private final List<Process> processes = new ArrayList<>();

  /** A process, and where it serves. */
  private record Member(Process process, String url) {}

  @AfterEach
  void endThem() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void anotherProcessTakesOverJudgingAndSourcesWhenTheLeaderIsKilled() throws Exception {
    MadeChain chain = MadeChain.in(folder, 6);
    Path watched = Files.createDirectory(folder.resolve("watched"));
    try (Database database = Database.embedded(folder.resolve("data"))) {
      Path settings =
          Files.writeString(
              folder.resolve("crosscheck.yaml"),
              """
              network: {genesis: %s}
              database: {url: '%s'}
              api: {port: 0}
              sources:
                - {name: watched, kind: directory, folder: %s, quiet: 1ms}
              """
                  .formatted(chain.genesis(), database.url(), watched));
      Member leader = start(settings, "index");
      awaitActive(leader);
      Member standby = start(settings, "index");
      Member api = start(settings, "api");

      assertThat(push(api, chain.blocks().get(0))).isEqualTo("valid");
      Files.copy(chain.blocks().get(1), watched.resolve("2.ssz"));
      assertThat(push(api, chain.blocks().get(2))).isEqualTo("valid");
      assertThat(get(leader, "/blocks").statusCode()).isEqualTo(404);

      leader.process().destroyForcibly().waitFor();
      // Delivered by the source, which the other process has to run now.
      Files.copy(chain.blocks().get(3), watched.resolve("4.ssz"));
      assertThat(push(api, chain.blocks().get(4))).isEqualTo("valid");
      assertThat(push(api, chain.blocks().get(5))).isEqualTo("valid");
      assertThat(json(get(api, "/blocks/4")).findValuesAsText("source")).contains("watched");
      assertThat(standby.process().isAlive()).isTrue();
    }
  }

  /** With {@code java -jar}'s own main class, as a process that can be killed. */
  private Member start(Path settings, String role) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--settings",
                settings.toString(),
                "--role",
                role)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    assertThat(line).as(role).startsWith(PRINTED);
    return new Member(process, line.substring(PRINTED.length()));
  }

  /** Asks until a process judges; the time limit of the test is the bound. */
  private static void awaitActive(Member member) throws IOException, InterruptedException {
    while (!json(get(member, "/health")).at("/data/indexer/active").asBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** The verdict, waited for. */
  private static String push(Member member, Path block) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(member.url() + "/api/v1/blocks?wait=60"))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofFile(block))
            .build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    return json(answer).at("/data/block/verdict").asText(answer.body());
  }

  private static HttpResponse<String> get(Member member, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(member.url() + "/api/v1" + path)).build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
