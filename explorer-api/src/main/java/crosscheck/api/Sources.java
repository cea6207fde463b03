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
  static void add(Context request, Access access, Reader reader, SourceControl control) {
    access.require(request);
    Parameters.of(request);
    RequestBody.type(request, "application/json", "application/yaml");
    String body = new String(RequestBody.bytes(request, MOST_BYTES), StandardCharsets.UTF_8);
    SourceControl.Checked source;
    try {
      source = control.check(body);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(e.getMessage() + ".");
    }
    if (reader.read(handle -> source.add()) == SourceControl.Added.NAME_TAKEN) {
      throw ApiException.conflict("There is a source named '" + source.name() + "' already.");
    }
    request.status(201).json(new Json.Data<>(Map.of("name", source.name())));
  }

  /** Removes the source that the path names; answers with 204. */
  static void remove(Context request, Access access, Reader reader, SourceControl control) {
    access.require(request);
    Parameters.of(request);
    String name = request.pathParam("name");
    if (!reader.read(handle -> control.remove(name))) {
      throw ApiException.notFound("There is no source named '" + name + "'.");
    }
    request.status(204);
  }
}
