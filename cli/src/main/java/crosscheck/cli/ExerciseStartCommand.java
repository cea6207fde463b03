package crosscheck.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Begins an exercise in a service that runs. */
@Command(
    name = "start",
    description = {
      "Begin an exercise in a service that runs already, over the nodes that it follows.",
      "",
      "What is left out here stands in the file: who is in which role, the variant, the deadline. Of"
          + " its network only the names of the nodes count."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:It has begun; standard output says where its scoreboard is.",
      "2:Not done: wrong usage, or the service refuses it.",
      "3:Not done: a fault of Crosscheck itself."
    })
final class ExerciseStartCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CREATED = 201;

  private final Terminal terminal;

  @Parameters(paramLabel = "NAME|FILE", description = "An exercise of the list, or a file.")
  private String name;

  @Option(
      names = "--service",
      paramLabel = "URL",
      description = "Address of the service (default: http://127.0.0.1:8080).")
  private URI service = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The token of the service, if it has one.")
  private Optional<Path> tokenFile = Optional.empty();

  ExerciseStartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Exercises.Written written = Exercises.find(name);
    written.withoutNetwork();
    String root = service.toString().replaceAll("/+$", "");
    HttpResponse<String> answer = post(root, written.text());
    JsonNode body = body(answer);
    if (answer.statusCode() != CREATED) {
      String why = body.path("message").asText("it answers " + answer.statusCode());
      throw new UsageException("%s does not begin it: %s".formatted(root, why));
    }
    terminal.out().println(root + "/exercise/" + body.at("/data/id").asText());
    terminal.flushOut();
    return ExitCode.OK;
  }

  private HttpResponse<String> post(String root, String scenario) throws InterruptedException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(root + "/api/v1/exercises"))
              .timeout(PATIENCE)
              .header("Content-Type", "application/yaml")
              .POST(BodyPublishers.ofString(scenario));
      tokenFile.ifPresent(
          file -> request.header("Authorization", "Bearer " + InputFile.text(file).strip()));
      return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--service: expected http://host:port, got \"" + root + "\"", e);
    } catch (IOException e) {
      throw new UsageException("no service answers at " + root, e);
    }
  }

  /** Whoever else listens there may answer with something that is no JSON. */
  private static JsonNode body(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (JsonProcessingException e) {
      return new ObjectMapper().createObjectNode();
    }
  }
}
