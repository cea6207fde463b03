package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.testing.Data;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server-sent events, with a client that reads them line by line. */
@Timeout(60)
class EventStreamTest {

  private Database database;
  private Explorer explorer;
  private RecordedChain chain;

  @BeforeEach
  void start() {
    Data.require("chains/finality-16");
    database = TestDatabase.create();
    chain = new RecordedChain(database.jdbi(), Explorer.SPEC, "finality-16", 1_567_777_777L);
    explorer = Explorer.over(database.jdbi(), 2);
  }

  @AfterEach
  void stop() {
    if (explorer != null) {
      explorer.close();
      database.close();
    }
  }

  private record Message(String id, String event, String data) {}

  /** An open stream. */
  private static final class Stream implements AutoCloseable {
    private final HttpResponse<java.io.InputStream> answer;
    private final BufferedReader lines;

    Stream(HttpResponse<java.io.InputStream> answer) {
      this.answer = answer;
      this.lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    int status() {
      return answer.statusCode();
    }

    /** The next message of any kind; waits for it. */
    Message next() throws IOException {
      String id = "";
      String event = "";
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && !event.isEmpty()) {
          return new Message(id, event, data.toString());
        }
        id = line.startsWith("id: ") ? line.substring(4) : id;
        event = line.startsWith("event: ") ? line.substring(7) : event;
        data.append(line.startsWith("data: ") ? line.substring(6) : "");
      }
      throw new IOException("the stream ended");
    }

    /** The next {@code count} messages that are no pings. */
    List<Message> events(int count) throws IOException {
      List<Message> found = new ArrayList<>();
      while (found.size() < count) {
        Message message = next();
        if (!message.event().equals("ping")) {
          found.add(message);
        }
      }
      return found;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private Stream open(String query, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(explorer.url("/api/v1/events/stream" + query)))
            .header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return new Stream(
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream()));
  }

  @Test
  void tellsWhatHappensFromNowOn() throws Exception {
    chain.add(3);
    try (Stream stream = openWhenReady()) {
      assertThat(stream.next().event()).isEqualTo("ping");
      chain.add(1);
      Message judged = stream.events(1).get(0);
      assertThat(judged.event()).isEqualTo("block_judged");
      assertThat(Json.parse(judged.data()).at("/payload/slot").asText()).isEqualTo("4");
      assertThat(Json.parse(judged.data()).get("id").asText()).isEqualTo(judged.id());
    }
  }

  @Test
  void goesOnAfterTheLastEventThatTheClientHas() throws Exception {
    chain.add(2);
    List<Message> seen;
    try (Stream stream = openWhenReady("?after=0")) {
      seen = stream.events(4);
    }
    chain.add(10);
    String last = seen.get(3).id();
    List<Message> rest;
    try (Stream stream = open("", "Last-Event-ID", last)) {
      rest = stream.events(20);
    }
    List<Long> ids = new ArrayList<>();
    seen.forEach(message -> ids.add(Long.parseLong(message.id())));
    rest.forEach(message -> ids.add(Long.parseLong(message.id())));
    List<Long> all = new ArrayList<>();
    explorerEvents().forEach(event -> all.add(event.get("id").asLong()));
    assertThat(ids).isEqualTo(all);
  }

  @Test
  void refusesMoreStreamsThanItCanServe() throws Exception {
    try (Stream first = openWhenReady();
        Stream second = open("")) {
      assertThat(first.status()).isEqualTo(200);
      assertThat(second.status()).isEqualTo(200);
      try (Stream third = open("")) {
        assertThat(third.status()).isEqualTo(503);
      }
    }
  }

  @Test
  void refusesWhatItCannotRead() throws Exception {
    try (Stream stream = open("", "Last-Event-ID", "yesterday")) {
      assertThat(stream.status()).isEqualTo(400);
    }
    assertThat(
            explorer
                .get("/api/v1/events/stream?after=x", "Accept", "text/event-stream")
                .statusCode())
        .isEqualTo(400);
    HttpResponse<byte[]> plain = explorer.get("/api/v1/events/stream");
    assertThat(plain.statusCode()).isEqualTo(406);
    assertThat(Explorer.body(plain).get("message").asText()).contains("text/event-stream");
  }

  private Iterable<com.fasterxml.jackson.databind.JsonNode> explorerEvents() {
    return explorer.data("/events?limit=1000");
  }

  private Stream openWhenReady() throws Exception {
    return openWhenReady("");
  }

  /** The feed asks the database once before it serves; until then the answer is 503. */
  private Stream openWhenReady(String query) throws Exception {
    while (true) {
      Stream stream = open(query);
      if (stream.status() == 200) {
        return stream;
      }
      stream.close();
      Thread.onSpinWait();
    }
  }
}
