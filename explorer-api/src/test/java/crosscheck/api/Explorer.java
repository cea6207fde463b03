package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** A real server over a real database, and a client of it. */
final class Explorer implements AutoCloseable {

  static final Spec SPEC = Specs.of(Specs.DEFAULT_VERSION, Config.minimal());

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Database database;
  private final ApiServer server;

  private Explorer(Database database, ApiServer server) {
    this.database = database;
    this.server = server;
    server.start();
  }

  /** Over an empty database with the schema. */
  static Explorer empty() {
    Database database = TestDatabase.create();
    return new Explorer(
        database, new ApiServer(database.jdbi(), SPEC, ApiSettings.of("127.0.0.1", 0)));
  }

  /** Over an empty database, with a clock that stands. */
  static Explorer at(Instant time) {
    return over(TestDatabase.create(), Clock.fixed(time, ZoneOffset.UTC));
  }

  /** Over a database that is closed with it, with a clock that may move. */
  static Explorer over(Database database, Clock clock) {
    return new Explorer(
        database,
        new ApiServer(
            database.jdbi(), SPEC, ApiSettings.of("127.0.0.1", 0), clock, Optional.empty()));
  }

  /** Over a database of somebody else, which stays open. */
  static Explorer over(Jdbi jdbi, int maxStreams) {
    ApiSettings settings = ApiSettings.of("127.0.0.1", 0).withMaxStreams(maxStreams);
    return new Explorer(TestDatabase.create(), new ApiServer(jdbi, SPEC, settings));
  }

  Database database() {
    return database;
  }

  Jdbi jdbi() {
    return database.jdbi();
  }

  ApiServer server() {
    return server;
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  /** GET with headers as name, value, name, value …. */
  HttpResponse<byte[]> get(String path, String... headers) {
    return send(HttpRequest.newBuilder(URI.create(url(path))).GET(), headers);
  }

  HttpResponse<byte[]> send(String method, String path) {
    return send(
        HttpRequest.newBuilder(URI.create(url(path)))
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The body of a 200 answer under {@code /api/v1}. */
  JsonNode json(String path) {
    HttpResponse<byte[]> answer = get(Routes.API + path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + text(answer));
    }
    return body(answer);
  }

  /** The member {@code data} of a 200 answer under {@code /api/v1}. */
  JsonNode data(String path) {
    return json(path).get("data");
  }

  static JsonNode body(HttpResponse<byte[]> answer) {
    return Json.parse(text(answer));
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
    database.close();
  }
}
