package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is the same for every address: forms, tags, caching, methods, origins. */
@Timeout(300)
class ConventionsTest {

  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private static IndexedExplorer judged;
  private static Explorer explorer;

  @BeforeAll
  static void judge() {
    judged = IndexedExplorer.of("forks-16");
    explorer = judged.explorer();
  }

  @AfterAll
  static void close() {
    if (judged != null) {
      judged.close();
    }
  }

  @Test
  void givesEveryListAsCsvWithTheSameColumnsInEveryRow() {
    for (Route route : explorer.server().addresses()) {
      if (!(route.answer() instanceof Route.Reading reading)
          || !reading.forms().contains(Form.CSV)) {
        continue;
      }
      String path = route.template().replaceAll("\\{(block_id|state_id)}", "head");
      path = path.replace("{epoch}", "1");
      if (path.contains("{") || route.takes().stream().anyMatch(p -> p.required() && !p.inPath())) {
        continue; // needs something that this chain has not, or a question; the form is the same
      }
      HttpResponse<byte[]> csv = explorer.get(path, "Accept", "text/csv");
      assertThat(csv.statusCode()).as(path + Explorer.text(csv)).isEqualTo(200);
      assertThat(header(csv, "Content-Type")).contains("text/csv; charset=utf-8; header=present");
      List<List<String>> rows = rows(Explorer.text(csv));
      JsonNode list = Explorer.body(explorer.get(path)).get("data");
      assertThat(rows).as(path).hasSize(list.size() + 1);
      assertThat(rows).as(path).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.get(0)));
      assertThat(Explorer.text(explorer.get(path + "?format=csv")))
          .as(path)
          .isEqualTo(Explorer.text(csv));
    }
  }

  @Test
  void namesTheColumnsByTheWayToThem() {
    List<List<String>> rows = rows(Explorer.text(explorer.get("/api/v1/blocks?format=csv")));
    assertThat(rows.get(0))
        .startsWith("input_id", "sha256", "root")
        .contains("failure_check", "failure_path", "operation_counts_deposits");
    JsonNode first = explorer.data("/blocks").get(0);
    assertThat(rows.get(1).get(rows.get(0).indexOf("root"))).isEqualTo(first.get("root").asText());
    assertThat(rows.get(1).get(rows.get(0).indexOf("failure_check"))).isEmpty();
  }

  @Test
  void tellsWhereCsvGoesOn() {
    HttpResponse<byte[]> page = explorer.get("/api/v1/blocks?format=csv&limit=5&verdict=valid");
    String next = header(page, "Link").orElseThrow();
    assertThat(next).endsWith("; rel=\"next\"");
    String path = next.substring(1, next.indexOf('>'));
    List<List<String>> rows = rows(Explorer.text(explorer.get(path)));
    assertThat(rows).hasSize(6);
    long last = Long.parseLong(rows(Explorer.text(page)).get(5).get(0));
    assertThat(Long.parseLong(rows.get(1).get(0))).isLessThan(last);
  }

  @Test
  void keepsTextFromBeingAFormulaAndQuotesWhatMustBe() {
    record Row(String text, long number, List<String> words) {}
    String csv =
        Csv.of(
            Row.class,
            List.of(
                new Row("=1+1", -5, List.of("a", "b")),
                new Row("@x,\"y\"", 7, List.of()),
                new Row("-7", 0, List.of("one word", "2")),
                new Row("-a\r\nb", 0, List.of("=1"))));
    assertThat(csv)
        .isEqualTo(
            "text,number,words\r\n"
                + "'=1+1,-5,a b\r\n"
                + "\"'@x,\"\"y\"\"\",7,\r\n"
                + "-7,0,\"[\"\"one word\"\",\"\"2\"\"]\"\r\n"
                + "\"'-a\r\nb\",0,'=1\r\n");
  }

  @Test
  void choosesTheFormThatIsWantedMost() {
    String block = "/api/v1/blocks/head";
    assertThat(type(block, "*/*")).isEqualTo("application/json");
    assertThat(type(block, "application/octet-stream")).isEqualTo("application/octet-stream");
    assertThat(type(block, "application/json;q=0.5, application/octet-stream;q=0.9"))
        .isEqualTo("application/octet-stream");
    assertThat(type(block, "application/octet-stream;q=0, */*;q=0.1"))
        .isEqualTo("application/json");
    assertThat(type(block, "text/*")).startsWith("text/csv");
    HttpResponse<byte[]> none = explorer.get(block, "Accept", "image/png");
    assertThat(none.statusCode()).isEqualTo(406);
    assertThat(Explorer.body(none).get("message").asText()).contains("application/octet-stream");
    assertThat(explorer.get("/api/v1/chain", "Accept", "text/csv").statusCode()).isEqualTo(406);
    assertThat(explorer.get(block + "/ssz", "Accept", "text/csv").statusCode()).isEqualTo(406);
  }

  @Test
  void hasATagForEveryAnswerThatIsTheSame() {
    for (String path :
        List.of(
            "/api/v1/blocks",
            "/api/v1/blocks/genesis",
            "/api/v1/blocks/genesis/ssz",
            "/api/v1/epochs",
            "/api/v1/openapi.json",
            "/eth/v1/beacon/blocks/head")) {
      String tag = header(explorer.get(path), "ETag").orElseThrow();
      for (String known : List.of(tag, "\"other\", " + tag, "*", tag.substring(2))) {
        HttpResponse<byte[]> same = explorer.get(path, "If-None-Match", known);
        assertThat(same.statusCode()).as(path + " " + known).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(header(same, "ETag")).contains(tag);
      }
      assertThat(explorer.get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void letsOnlyWhatCannotChangeBeKept() {
    String finalized = explorer.data("/chain").at("/finalized/root").asText();
    long slot = explorer.data("/blocks/finalized").at("/0/slot").asLong();
    long epoch = explorer.data("/chain").at("/finalized/epoch").asLong();
    for (String path :
        List.of(
            "/eth/v1/beacon/blocks/" + finalized,
            "/eth/v1/beacon/headers/" + slot,
            "/eth/v1/beacon/states/" + slot + "/root",
            "/api/v1/slots?cursor=" + slot,
            "/api/v1/epochs?cursor=" + epoch)) {
      assertThat(header(explorer.get(path), "Cache-Control")).as(path).contains(FOR_EVER);
    }
    String head = explorer.data("/chain").at("/head/root").asText();
    for (String path :
        List.of(
            "/api/v1/chain",
            "/api/v1/slots",
            "/api/v1/epochs",
            "/api/v1/blocks/" + finalized,
            "/eth/v1/beacon/blocks/finalized",
            "/eth/v1/beacon/blocks/" + head,
            "/eth/v1/beacon/states/head/root",
            "/metrics")) {
      assertThat(header(explorer.get(path), "Cache-Control")).as(path).contains("no-cache");
    }
    assertThat(header(explorer.get("/api/v1/blocks/12345"), "Cache-Control")).contains("no-store");
  }

  @Test
  void answersHeadWithoutABodyAndOptionsWithTheMethods() throws Exception {
    HttpResponse<byte[]> get = explorer.get("/api/v1/checks");
    HttpResponse<byte[]> head = explorer.send("HEAD", "/api/v1/checks");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : List.of("ETag", "Content-Type", "Cache-Control")) {
      assertThat(header(head, name)).as(name).isEqualTo(header(get, name)).isPresent();
    }
    assertThat(explorer.send("HEAD", "/api/v1/blocks/999").statusCode()).isEqualTo(404);
    HttpResponse<byte[]> options = explorer.send("OPTIONS", "/api/v1/checks");
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(header(options, "Allow")).contains("GET, HEAD, OPTIONS");
    HttpResponse<byte[]> refused = explorer.send("PUT", "/api/v1/checks");
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(header(refused, "Allow").orElseThrow()).contains("GET").contains("HEAD");
  }

  @Test
  void letsTheOriginsOfTheSettingsReadAndNobodyElse() throws Exception {
    String ours = "https://dash.example";
    assertThat(explorer.get("/api/v1/chain", "Origin", ours).headers().map())
        .doesNotContainKey("access-control-allow-origin");
    try (Database database = TestDatabase.create();
        ApiServer server =
            new ApiServer(
                database.jdbi(),
                Explorer.SPEC,
                ApiSettings.of("127.0.0.1", 0).withCorsOrigins(List.of(ours)))) {
      server.start();
      HttpResponse<String> mine = ask(server, "GET", "Origin", ours);
      assertThat(mine.headers().firstValue("Access-Control-Allow-Origin")).contains(ours);
      assertThat(mine.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Origin"));
      HttpResponse<String> other = ask(server, "GET", "Origin", "https://evil.example");
      assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      HttpResponse<String> preflight =
          ask(server, "OPTIONS", "Origin", ours, "Access-Control-Request-Method", "GET");
      assertThat(preflight.statusCode()).isEqualTo(204);
      assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
          .contains("GET, HEAD");
    }
  }

  @Test
  void servesThoseWhoWatchOverAProcessThatServesNobodyElse() throws Exception {
    try (Database database = TestDatabase.create();
        ApiServer server =
            new ApiServer(
                database.jdbi(), Explorer.SPEC, ApiSettings.of("127.0.0.1", 0).withHealthOnly())) {
      server.start();
      assertThat(ask(server, "/metrics").body()).contains("crosscheck_database_up 1.0");
      assertThat(ask(server, "/api/v1/health").statusCode()).isEqualTo(200);
      assertThat(ask(server, "/api/v1/blocks").statusCode()).isEqualTo(404);
      assertThat(ask(server, "/").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> ask(ApiServer server, String path) throws Exception {
    return send(server, path, "GET");
  }

  private static HttpResponse<String> ask(ApiServer server, String method, String... headers)
      throws Exception {
    return send(server, "/api/v1/openapi.json", method, headers);
  }

  private static HttpResponse<String> send(
      ApiServer server, String path, String method, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static String type(String path, String accept) {
    return header(explorer.get(path, "Accept", accept), "Content-Type").orElseThrow();
  }

  private static Optional<String> header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name);
  }

  /** Reads RFC 4180. */
  private static List<List<String>> rows(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        row.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else if (quoted || c != '\r') {
        field.append(c);
      }
    }
    return rows;
  }
}
