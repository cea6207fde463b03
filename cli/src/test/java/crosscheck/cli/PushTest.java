package crosscheck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.api.ApiSettings;
import crosscheck.db.Database;
import crosscheck.indexer.IndexerSettings;
import crosscheck.spec.State;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blocks pushed and sources added over the API of a whole service. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PushTest {

  private static final String SSZ = "application/octet-stream";
  private static final String JSON = "application/json";
  private static final String TOKEN = "a-token-of-the-test";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;

  private static List<Bytes> blocks;
  private static Database database;
  private static Service open;
  private static Service guarded;
  private static Service exposed;

  private record Answer(int code, JsonNode body, HttpResponse<String> whole) {
    String message() {
      return body.path("message").asText();
    }

    JsonNode data() {
      return body.path("data");
    }
  }

  @BeforeAll
  static void start() throws InterruptedException {
    State genesis = MadeChain.genesisState(1567777777);
    blocks = MadeChain.blocks(genesis, 10);
    database = Database.embedded(folder.resolve("data"));
    ApiSettings local = ApiSettings.of("127.0.0.1", 0);
    open =
        Service.judging(
            MadeChain.SPEC, genesis, database, List.of(), IndexerSettings.DEFAULT, local);
    guarded = Service.serving(MadeChain.SPEC, database, local.withToken(TOKEN));
    exposed = Service.serving(MadeChain.SPEC, database, ApiSettings.of("0.0.0.0", 0));
  }

  @AfterAll
  static void stop() {
    exposed.close();
    guarded.close();
    open.close();
    database.close();
  }

  private static Answer send(
      Service service, String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(service.url().replace("0.0.0.0", "127.0.0.1") + "/api/v1" + path))
            .method(method, BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
    String text = answer.body().isEmpty() ? "{}" : answer.body();
    return new Answer(answer.statusCode(), MAPPER.readTree(text), answer);
  }

  private static Answer push(String query, String type, byte[] body)
      throws IOException, InterruptedException {
    return send(open, "POST", "/blocks" + query, body, "Content-Type", type);
  }

  private static byte[] ssz(int slot) {
    return blocks.get(slot - 1).toArrayUnsafe();
  }

  @Test
  @Order(1)
  void answersWithIdentityAndVerdictWhenAskedToWait() throws Exception {
    Answer pushed = push("?node=node-1&claim=valid&wait=60", SSZ, ssz(1));
    assertThat(pushed.code()).as(pushed.message()).isEqualTo(200);
    assertThat(pushed.data().at("/outcome").asText()).isEqualTo("stored");
    assertThat(pushed.data().at("/block/verdict").asText()).isEqualTo("valid");
    assertThat(pushed.data().at("/block/root").asText())
        .isEqualTo(MadeChain.SPEC.root(MadeChain.SPEC.decodeBlock(blocks.get(0))).toHexString());
    Answer again = push("?node=node-2", SSZ, ssz(1));
    assertThat(again.code()).isEqualTo(200);
    assertThat(again.data().at("/outcome").asText()).isEqualTo("known");
    JsonNode seen = send(open, "GET", "/blocks/1", new byte[0]).data().get(0).get("observations");
    assertThat(seen.findValuesAsText("source")).containsExactly("push", "push");
    assertThat(seen.findValuesAsText("node")).containsExactly("node-1", "node-2");
  }

  @Test
  @Order(2)
  void takesJsonInBeaconApiForm() throws Exception {
    String json =
        MAPPER.writeValueAsString(
            MadeChain.SPEC.ssz().toPlain(MadeChain.SPEC.decodeBlock(blocks.get(1))));
    Answer pushed = push("?wait=60", JSON, json.getBytes(StandardCharsets.UTF_8));
    assertThat(pushed.code()).as(pushed.message()).isEqualTo(200);
    assertThat(pushed.data().at("/block/verdict").asText()).isEqualTo("valid");
    HttpResponse<byte[]> stored =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(open.url() + "/api/v1/blocks/2/ssz")).build(),
            BodyHandlers.ofByteArray());
    assertThat(stored.body()).isEqualTo(ssz(2));
  }

  @Test
  @Order(3)
  void takesBatchesInBothFormsAndInAnyOrder() throws Exception {
    ByteBuffer prefixed = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int slot : new int[] {4, 3}) {
      prefixed.putInt(ssz(slot).length).put(ssz(slot));
    }
    byte[] body = new byte[prefixed.position()];
    prefixed.flip().get(body);
    Answer two = push("/batch?wait=60", SSZ, body);
    assertThat(two.code()).as(two.message()).isEqualTo(200);
    assertThat(two.data().findValuesAsText("slot")).containsExactly("4", "3");
    assertThat(two.data().findValuesAsText("verdict")).containsExactly("valid", "valid");

    String list =
        MAPPER.writeValueAsString(
            List.of(
                blocks.get(4).toHexString(),
                MadeChain.SPEC.ssz().toPlain(MadeChain.SPEC.decodeBlock(blocks.get(5))),
                "0x010203"));
    Answer three = push("/batch?wait=60", JSON, list.getBytes(StandardCharsets.UTF_8));
    assertThat(three.code()).as(three.message()).isEqualTo(200);
    assertThat(three.data().findValuesAsText("verdict"))
        .containsExactly("valid", "valid", "malformed");
  }

  @Test
  @Order(4)
  void isJudgedElsewhereWhenPushedToAProcessThatDoesNotJudge() throws Exception {
    Answer pushed =
        send(
            guarded,
            "POST",
            "/blocks?wait=60",
            ssz(7),
            "Content-Type",
            SSZ,
            "Authorization",
            "Bearer " + TOKEN);
    assertThat(pushed.code()).as(pushed.message()).isEqualTo(200);
    assertThat(pushed.data().at("/block/verdict").asText()).isEqualTo("valid");
  }

  @Test
  @Order(5)
  void saysThatABlockWaits() throws Exception {
    Answer pushed = push("?wait=1", SSZ, ssz(10));
    assertThat(pushed.code()).isEqualTo(202);
    assertThat(pushed.data().at("/block/slot").asText()).isEqualTo("10");
    assertThat(pushed.data().at("/block/verdict").asText()).isIn("unjudged", "unknown_parent");
  }

  @Test
  void saysWhatIsWrongWithARequest() throws Exception {
    byte[] block = ssz(9);
    assertThat(push("", "text/plain", block).code()).isEqualTo(415);
    assertThat(push("", "application/x-www-form-urlencoded", block).code()).isEqualTo(415);
    assertThat(push("", SSZ, new byte[0]).code()).isEqualTo(400);
    assertThat(push("", SSZ, new byte[(1 << 20) + 1]).code()).isEqualTo(413);
    assertThat(push("?nod=a", SSZ, block).message()).contains("'nod'");
    assertThat(push("?claim=maybe", SSZ, block).message()).contains("'claim'", "valid, invalid");
    assertThat(push("?wait=61", SSZ, block).message()).contains("'wait'", "0 to 60");
    assertThat(push("?post_state_root=0x12", SSZ, block).message())
        .contains("64 hexadecimal digits");
    assertThat(push("", JSON, "{\"slot\": ".getBytes(StandardCharsets.UTF_8)).message())
        .contains("not JSON", "line 1");
    assertThat(push("", JSON, "{\"slot\": -1}".getBytes(StandardCharsets.UTF_8)).code())
        .isEqualTo(400);
    assertThat(
            push("/batch", JSON, "[\"0x12\", \"0xzz\"]".getBytes(StandardCharsets.UTF_8)).message())
        .contains("Block 1", "hex digits");
    assertThat(push("/batch", JSON, "[]".getBytes(StandardCharsets.UTF_8)).code()).isEqualTo(400);
    assertThat(push("/batch", SSZ, new byte[] {9, 0, 0, 0, 1}).message())
        .contains("Block 0", "byte 0", "cut off");
    String many = "[" + "\"0x12\",".repeat(256) + "\"0x12\"]";
    assertThat(push("/batch", JSON, many.getBytes(StandardCharsets.UTF_8)).code()).isEqualTo(413);
    assertThat(send(open, "GET", "/blocks?from_slot=9&to_slot=9", new byte[0]).data()).isEmpty();
  }

  @Test
  void asksForTheTokenWhereThereIsOne() throws Exception {
    byte[] block = ssz(9);
    for (String method :
        List.of("POST /blocks", "POST /sources", "DELETE /sources/a", "POST /exercises")) {
      String[] words = method.split(" ");
      Answer without = send(guarded, words[0], words[1], block, "Content-Type", JSON);
      assertThat(without.code()).as(method).isEqualTo(401);
      assertThat(without.whole().headers().firstValue("WWW-Authenticate")).contains("Bearer");
      Answer wrong =
          send(guarded, words[0], words[1], block, "Authorization", "Bearer " + TOKEN + "x");
      assertThat(wrong.code()).as(method).isEqualTo(401);
      Answer off = send(exposed, words[0], words[1], block, "Content-Type", JSON);
      assertThat(off.code()).as(method).isEqualTo(403);
      assertThat(off.message()).contains("no token", "api.token");
    }
  }

  /** Its deadline is far away, so that it runs. */
  private static final String SCENARIO =
      """
      exercise: 1
      clients: {A: Lighthouse, B: Lodestar}
      network:
        nodes: [{name: A-0}, {name: B-0}]
      goals:
        - {kind: finalized, epoch: 8, nodes: all}
      deadline: slot 900000000
      """;

  @Test
  @Order(98)
  void beginsOneExerciseAtATimeOverNodesThatAreFollowed() throws Exception {
    Answer wrong = begin(open, SCENARIO.replace("epoch: 8", "epok: 8"));
    assertThat(wrong.code()).isEqualTo(400);
    assertThat(wrong.message()).startsWith("body:6:");
    Answer strangers = begin(open, SCENARIO);
    assertThat(strangers.code()).as(strangers.message()).isEqualTo(409);
    assertThat(strangers.message()).startsWith("Nothing here follows A-0, B-0:");
    for (String node : List.of("A-0", "B-0")) {
      String source =
          "{name: %1$s, node: %1$s, kind: directory, folder: \"%2$s\"}".formatted(node, folder);
      byte[] body = source.getBytes(StandardCharsets.UTF_8);
      assertThat(send(open, "POST", "/sources", body, "Content-Type", "application/yaml").code())
          .isEqualTo(201);
    }

    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Path scenario = Files.writeString(folder.resolve("scenario.yaml"), SCENARIO);
    Ran without = Ran.of("exercise", "start", scenario, "--service", guarded.url());
    assertThat(without.code()).isEqualTo(ExitCode.USAGE);
    assertThat(without.err()).contains("does not begin it: This needs the token");
    Ran started =
        Ran.of("exercise", "start", scenario, "--service", guarded.url(), "--token-file", token);
    assertThat(started.code()).as(started.err()).isZero();
    String id = started.text().strip().replaceAll(".*/", "");
    assertThat(started.text()).isEqualTo(guarded.url() + "/exercise/" + id + "\n");
    JsonNode run = send(open, "GET", "/exercises/" + id, new byte[0]).data();
    assertThat(run.get("state").asText()).isEqualTo("running");
    assertThat(run.get("goals").findValuesAsText("node")).containsExactly("A-0", "B-0");

    Answer second = begin(open, SCENARIO);
    assertThat(second.code()).isEqualTo(409);
    assertThat(second.message()).startsWith("Exercise " + id + " runs;");
    for (String source : List.of("A-0", "B-0")) {
      assertThat(send(open, "DELETE", "/sources/" + source, new byte[0]).code()).isEqualTo(204);
    }
  }

  private static Answer begin(Service service, String scenario)
      throws IOException, InterruptedException {
    return send(
        service,
        "POST",
        "/exercises",
        scenario.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        "application/yaml");
  }

  @Test
  void takesNothingForPagesOfOtherOrigins() throws Exception {
    for (String[] foreign :
        new String[][] {
          {"Origin", "http://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}
        }) {
      Answer answer =
          send(open, "POST", "/blocks", ssz(9), "Content-Type", SSZ, foreign[0], foreign[1]);
      assertThat(answer.code()).as(foreign[1]).isEqualTo(403);
    }
    // A page whose name its owner lets point to this machine is of the same origin for the browser.
    URI address = URI.create(open.url());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("POST /api/v1/blocks HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
                      + "Content-Type: application/octet-stream\r\nContent-Length: 1\r\n\r\n1")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 403").contains("evil.example");
    }
  }

  @Test
  void addsAndRemovesASourceWhileItRuns() throws Exception {
    Path watched = Files.createDirectory(folder.resolve("watched"));
    Files.write(watched.resolve("8.ssz"), ssz(8));
    String source =
        """
        {"name": "added", "kind": "directory", "folder": "%s", "quiet": "1ms"}
        """
            .formatted(watched);
    byte[] body = source.getBytes(StandardCharsets.UTF_8);
    Answer added = send(open, "POST", "/sources", body, "Content-Type", JSON);
    assertThat(added.code()).as(added.message()).isEqualTo(201);
    assertThat(send(open, "POST", "/sources", body, "Content-Type", JSON).code()).isEqualTo(409);
    await("/sources", "status", "ok");
    await("/blocks/8", "source", "added");
    assertThat(send(open, "DELETE", "/sources/added", new byte[0]).code()).isEqualTo(204);
    assertThat(send(open, "DELETE", "/sources/added", new byte[0]).code()).isEqualTo(404);
    assertThat(send(open, "GET", "/sources", new byte[0]).data()).isEmpty();
    Answer wrong =
        send(
            open,
            "POST",
            "/sources",
            "{\"name\": \"b\",\n\"kind\": \"disk\"}".getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            JSON);
    assertThat(wrong.code()).isEqualTo(400);
    assertThat(wrong.message()).startsWith("body:2: kind: expected one of directory");
  }

  /** Asks until the answer has it; the time limit of the test is the bound. */
  private static void await(String path, String field, String value) throws Exception {
    while (!send(open, "GET", path, new byte[0]).body().findValuesAsText(field).contains(value)) {
      Thread.onSpinWait();
    }
  }

  @Test
  @Order(99)
  void acknowledgesAnAlertOnceForWhoShowsTheToken() throws Exception {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    insert into alerts (rule, cause, severity, title, details, opened_at,
                      clear_since, last_seen_at, occurrence_count)
                    values ('invalid_block', 'block:0x01', 'warning', 'a block', '{}', now(), now(),
                      now(), 1)
                    """));
    String id = send(open, "GET", "/alerts?limit=1", new byte[0]).data().at("/0/id").asText();
    String path = "/alerts/" + id + "/acknowledge";
    byte[] alice = "{\"by\": \"alice\"}".getBytes(UTF_8);
    assertThat(send(guarded, "POST", path, alice, "Content-Type", JSON).code()).isEqualTo(401);
    assertThat(send(open, "POST", path, "{}".getBytes(UTF_8), "Content-Type", JSON).code())
        .isEqualTo(400);
    assertThat(
            send(
                    guarded,
                    "POST",
                    path,
                    alice,
                    "Content-Type",
                    JSON,
                    "Authorization",
                    "Bearer " + TOKEN)
                .code())
        .isEqualTo(204);
    assertThat(send(open, "POST", path, alice, "Content-Type", JSON).code()).isEqualTo(409);
    Answer alert = send(open, "GET", "/alerts/" + id, new byte[0]);
    assertThat(alert.data().get("state").asText()).isEqualTo("acknowledged");
    assertThat(alert.data().get("acknowledged_by").asText()).isEqualTo("alice");
    assertThat(send(open, "POST", "/alerts/999/acknowledge", alice, "Content-Type", JSON).code())
        .isEqualTo(404);
  }
}
