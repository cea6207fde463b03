package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where blocks come from: listed, added, removed. */
final class Sources {

  private static final int MOST_BYTES = 64 << 10;

  static final Parameter<String> NAME =
      Parameters.of("name", "Which source.", "a name", Map.of("type", "string"), Optional::of)
          .inThePath();

  private static final String ALL =
      """
      select s.name, s.kind, s.node, s.settings::text as settings, s.origin, s.changed_at,
             t.status, t.message, t.since, t.last_success_at
      from source_settings s
      left join source_status t on t.name = s.name
      order by s.name
      """;

  /**
   * A source, and how it stands.
   *
   * @param origin {@code file} or {@code api}
   * @param settings everything that was asked for
   * @param status {@code starting}, {@code ok}, {@code retrying}, {@code stopped}
   * @param message why it fails
   * @param since since when it has this status
   */
  record Source(
      String name,
      String kind,
      Optional<String> node,
      String origin,
      JsonNode settings,
      Instant changedAt,
      String status,
      Optional<String> message,
      Optional<Instant> since,
      Optional<Instant> lastSuccessAt) {}

  /** A source that was added. */
  record Named(String name) {}

  List<Source> all(Handle handle) {
    return handle
        .createQuery(ALL)
        .map(
            (row, context) ->
                new Source(
                    row.getString("name"),
                    row.getString("kind"),
                    Optional.ofNullable(row.getString("node")),
                    row.getString("origin"),
                    Json.parse(row.getString("settings")),
                    row.getTimestamp("changed_at").toInstant(),
                    Optional.ofNullable(row.getString("status")).orElse("starting"),
                    Optional.ofNullable(row.getString("message")),
                    Optional.ofNullable(row.getTimestamp("since")).map(at -> at.toInstant()),
                    Optional.ofNullable(row.getTimestamp("last_success_at"))
                        .map(at -> at.toInstant())))
        .list();
  }

  /** Adds the source that the body asks for; answers with 201 and its name. */
  static void add(ChangeMakers who, Context request, Given given) {
    RequestBody.type(request, "application/json", "application/yaml");
    String body = new String(RequestBody.bytes(request, MOST_BYTES), StandardCharsets.UTF_8);
    SourceControl.Checked source;
    try {
      source = who.sources().check(body);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(e.getMessage() + ".");
    }
    if (who.reader().read(handle -> source.add()) == SourceControl.Added.NAME_TAKEN) {
      throw ApiException.conflict("There is a source named '" + source.name() + "' already.");
    }
    request.status(201).json(new Json.Data<>(new Named(source.name())));
  }

  /** Removes the source that the path names; answers with 204. */
  static void remove(ChangeMakers who, Context request, Given given) {
    String name = given.of(NAME);
    if (!who.reader().read(handle -> who.sources().remove(name))) {
      throw ApiException.notFound("There is no source named '" + name + "'.");
    }
    request.status(204);
  }
}
