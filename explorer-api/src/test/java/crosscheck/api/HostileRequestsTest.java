package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requests that nobody in his senses sends, byte by byte, at every address: the server answers in
 * its own form, never fails, and tells nothing of its insides. Always the same requests; to try
 * others, change the seed.
 */
@Timeout(300)
class HostileRequestsTest {

  private static final int REQUESTS = 3000;
  private static final long SEED = 20190906;
  private static final int PATIENCE_MILLIS = 20_000;

  private static final Pattern INSIDES =
      Pattern.compile(
          "Exception|\\bat"
              + " [a-z]+\\.[a-z]|crosscheck\\.api|org\\.(eclipse|postgresql|jdbi)|io\\.javalin|java\\.(lang|util|io)|PSQL|SQLSTATE|select"
              + " .* from ");

  private static final Pattern NAMED = Pattern.compile("'[^']*'|(?i)body|address|Content-");

  private static final List<String> METHODS =
      List.of(
          "GET", "GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "BREW", "get");

  private static final List<String> HEADERS =
      List.of(
          "Accept: text/csv",
          "Accept: application/octet-stream",
          "Accept: ;;;q=,,*/*;q=nan",
          "Accept: " + "a/b,".repeat(500),
          "Accept-Encoding: gzip, br;q=9, \u0001",
          "If-None-Match: *, W/\"\", ,\"",
          "Last-Event-ID: -1",
          "Range: bytes=9-1",
          "Content-Type: application/json; charset=nothing",
          "Content-Type: multipart/form-data",
          "Content-Encoding: gzip",
          "Origin: null",
          "Sec-Fetch-Site: cross-site",
          "Authorization: Bearer \u00ff",
          "X-Forwarded-For: ${jndi:ldap://x}",
          "X-HTTP-Method-Override: DELETE",
          "Cookie: a=" + "b".repeat(2000),
          "X-Long: " + "x".repeat(20_000));

  private static final List<String> NOISE =
      List.of(
          "",
          "0",
          "1",
          "-1",
          "+1",
          "1.0",
          "18446744073709551615",
          "18446744073709551616",
          "9223372036854775807",
          "9223372036854775808",
          "2147483648",
          "1e9",
          "NaN",
          "null",
          "true",
          "head",
          "genesis",
          "finalized",
          "valid",
          "valid,invalid",
          ",,,",
          "VALID",
          "0x",
          "0x00",
          "0x" + "0".repeat(64),
          "0x" + "g".repeat(64),
          "0x" + "a".repeat(96),
          "9".repeat(5000),
          "%E2%80%AE%F0%9F%92%A9",
          "'%20or%201=1--",
          "%27%3B%20drop%20table%20blocks",
          "%00",
          "a%00b",
          "%ff%fe",
          "%",
          "%zz",
          "%u0041",
          "..%2f..%2fetc%2fpasswd",
          "..;/",
          "%2e%2e",
          ";jsessionid=1",
          "%3Cscript%3E",
          "RANDAO_REVEAL",
          "$%7B7*7%7D",
          "%25s%25n",
          "%0d%0aX:%20y",
          "[1]",
          "csv",
          "json",
          "ssz");

  private static final List<String> BODIES =
      List.of(
          "",
          "{",
          "null",
          "[]",
          "[[[[[[[[[[",
          "{\"by\": null}",
          "{\"by\": \"\\u0000\"}",
          "{\"slot\": 1e999}",
          "\u0000\u0001\u0002",
          "[".repeat(20_000),
          "x".repeat(3000));

  private static Explorer explorer;
  private static final ObjectMapper STRICT = new ObjectMapper();

  @BeforeAll
  static void load() {
    explorer = BadRequestsTest.withGenesis();
  }

  @AfterAll
  static void close() {
    explorer.close();
  }

  @Test
  void areAnsweredInOurFormWhateverTheyAre() throws IOException {
    Random random = new Random(SEED);
    List<Route> routes = explorer.server().addresses();
    int[] classes = new int[6];
    for (int i = 0; i < REQUESTS; i++) {
      // Each address in turn, so that none is left out.
      String request = request(random, routes.get(i % routes.size()));
      String what =
          i
              + ": "
              + request
                  .lines()
                  .findFirst()
                  .orElse("")
                  .chars()
                  .limit(300)
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
      Answer answer = send(request);
      classes[answer.status / 100]++;
      assertThat(answer.status).as(what + "\n" + answer.body).isBetween(200, 499);
      assertThat(INSIDES.matcher(answer.body).find()).as(what + "\n" + answer.body).isFalse();
      if (answer.status >= 400 && !answer.body.isEmpty()) {
        JsonNode problem = STRICT.readTree(answer.body);
        assertThat(problem.path("code").asInt()).as(what).isEqualTo(answer.status);
        assertThat(problem.path("message").asText()).as(what).isNotBlank();
        assertThat(problem).as(what).hasSize(2);
        if (answer.status == 400) {
          assertThat(NAMED.matcher(problem.path("message").asText()).find())
              .as(what + "\n" + answer.body)
              .isTrue();
        }
      }
    }
    // The requests are not all alike: answers of every kind are among them.
    assertThat(classes[2]).isGreaterThan(REQUESTS / 50);
    assertThat(classes[4]).isGreaterThan(REQUESTS / 2);
    assertThat(explorer.get("/api/v1/health").statusCode()).isEqualTo(200);
  }

  private record Answer(int status, String body) {}

  /** A request as it goes over the wire. */
  private static String request(Random random, Route route) {
    String method =
        random.nextInt(3) > 0 ? route.method().name() : METHODS.get(random.nextInt(METHODS.size()));
    StringBuilder path = new StringBuilder();
    for (String part : route.template().substring(1).split("/")) {
      path.append('/')
          .append(part.startsWith("{") || random.nextInt(40) == 0 ? noise(random) : part);
    }
    if (path.indexOf("stream") >= 0 || path.indexOf("/eth/v1/events") >= 0) {
      path.append("?x=1"); // a stream would not end: ask in a way that is refused
    }
    for (int n = random.nextInt(4); n > 0; n--) {
      path.append(path.indexOf("?") < 0 ? '?' : '&').append(name(random, route));
      path.append(random.nextInt(20) == 0 ? "" : "=").append(noise(random));
    }
    StringBuilder request =
        new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    request
        .append("Host: ")
        .append(random.nextInt(50) == 0 ? noise(random) : "localhost")
        .append("\r\n");
    request.append("Connection: close\r\n");
    for (int n = random.nextInt(3); n > 0; n--) {
      request.append(HEADERS.get(random.nextInt(HEADERS.size()))).append("\r\n");
    }
    String body = random.nextInt(4) == 0 ? BODIES.get(random.nextInt(BODIES.size())) : "";
    return request
        .append("Content-Length: ")
        .append(body.length())
        .append("\r\n\r\n")
        .append(body)
        .toString();
  }

  private static String name(Random random, Route route) {
    if (!route.takes().isEmpty() && random.nextInt(4) > 0) {
      return route.takes().get(random.nextInt(route.takes().size())).name();
    }
    return noise(random);
  }

  private static String noise(Random random) {
    if (random.nextInt(4) > 0) {
      return NOISE.get(random.nextInt(NOISE.size()));
    }
    StringBuilder bytes = new StringBuilder();
    for (int n = 1 + random.nextInt(12); n > 0; n--) {
      bytes.append("%%%02x".formatted(random.nextInt(256)));
    }
    return bytes.toString();
  }

  private static Answer send(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", explorer.server().port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        InputStream in = socket.getInputStream();
        in.transferTo(answer);
      } catch (SocketTimeoutException e) {
        throw new AssertionError("no answer in time to " + request, e);
      } catch (IOException e) {
        // The server may close before it has read what it refuses; what it said before counts.
        if (answer.size() == 0) {
          return new Answer(400, "");
        }
      }
      String text = answer.toString(StandardCharsets.UTF_8);
      assertThat(text).as(request).startsWith("HTTP/1.1 ");
      int status = Integer.parseInt(text.substring(9, 12));
      int end = text.indexOf("\r\n\r\n");
      String head = text.substring(0, end);
      boolean packed = head.toLowerCase(java.util.Locale.ROOT).contains("content-encoding: gzip");
      return new Answer(
          status, packed && status < 400 ? "" : unchunked(head, text.substring(end + 4)));
    }
  }

  /** A short answer in chunks: the text without their sizes. */
  private static String unchunked(String head, String body) {
    return head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked")
        ? body.replaceAll("(?m)^[0-9a-fA-F]+\r\n", "").replace("\r\n", "")
        : body;
  }
}
