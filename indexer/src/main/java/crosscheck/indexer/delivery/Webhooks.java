package crosscheck.indexer.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.Database;
import crosscheck.indexer.alert.Severity;
import crosscheck.indexer.alert.Told;
import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import java.net.http.HttpClient;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/** All webhooks: makes a row of what each is to be told, and has it sent. */
public final class Webhooks implements Told, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final WebhookSettings settings;
  private final Clock clock;
  private final List<HookThread> threads;

  /**
   * Nothing is sent before {@link #start}.
   *
   * @param leading whether it is this process that sends now
   */
  public Webhooks(
      Database database, WebhookSettings settings, Clock clock, BooleanSupplier leading) {
    this.settings = settings;
    this.clock = clock;
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
    this.threads =
        settings.hooks().stream()
            .map(hook -> new HookThread(hook, database.jdbi(), settings, clock, leading, client))
            .toList();
  }

  /** Begins to send. */
  public void start() {
    threads.forEach(HookThread::start);
  }

  @Override
  public void take(Handle handle, List<Long> eventIds) {
    if (settings.hooks().isEmpty() || eventIds.isEmpty()) {
      return;
    }
    List<Notice> notices =
        handle
            .createQuery(Sql.named("alert_told"))
            .bindArray("event_ids", Long.class, eventIds)
            .map((row, context) -> notice(row))
            .list();
    Instant now = clock.instant();
    for (Notice notice : notices) {
      for (Webhook hook : settings.hooks()) {
        if (hook.wants(notice.rule(), notice.severity())) {
          handle
              .createUpdate(Sql.named("insert_delivery"))
              .bind("hook", hook.name())
              .bind("event_id", notice.eventId())
              .bind("body", Columns.json(notice.body(hook.kind(), settings.page())))
              .bind("created_at", Columns.at(now))
              .execute();
        }
      }
    }
  }

  @Override
  public void committed() {
    threads.forEach(HookThread::wake);
  }

  /** Ends sending; a try that is under way is given up, and made again after the next start. */
  @Override
  public void close() {
    threads.forEach(HookThread::close);
  }

  private static Notice notice(ResultSet row) throws SQLException {
    return new Notice(
        row.getLong("event_id"),
        row.getString("type"),
        time(row, "happened_at").orElseThrow(),
        Severity.of(row.getString("severity")).orElseThrow(),
        row.getString("title"),
        row.getLong("id"),
        row.getString("rule"),
        row.getString("cause"),
        tree(row.getString("details")),
        Optional.ofNullable(row.getString("node")),
        time(row, "opened_at").orElseThrow(),
        time(row, "acknowledged_at"),
        Optional.ofNullable(row.getString("acknowledged_by")),
        time(row, "resolved_at"),
        row.getInt("occurrence_count"),
        row.getString("config_name"),
        Bytes.wrap(row.getBytes("genesis_root")).toHexString());
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("alerts.details", e);
    }
  }
}
