package crosscheck.indexer.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.indexer.follow.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The rows of {@code alerts}, within one transaction. */
final class AlertBook {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Handle handle;

  AlertBook(Handle handle) {
    this.handle = handle;
  }

  /** All open alerts; nobody else changes them until the transaction ends. */
  List<Alert> open() {
    return handle.createQuery(Sql.named("alerts_open")).map((row, context) -> alert(row)).list();
  }

  /** The latest alert of each cause that ever had one. */
  Map<String, Alert> before(String rule, Collection<String> causes) {
    Map<String, Alert> found = new HashMap<>();
    if (!causes.isEmpty()) {
      handle
          .createQuery(Sql.named("alerts_before"))
          .bind("rule", rule)
          .bindArray("causes", String.class, causes)
          .map((row, context) -> alert(row))
          .forEach(alert -> found.put(alert.cause(), alert));
    }
    return found;
  }

  /** Writes an alert, new or changed; the result has its id. */
  Alert write(Alert alert) {
    if (alert.id().isPresent()) {
      bind(handle.createUpdate(Sql.named("update_alert")), alert)
          .bind("id", alert.id().getAsLong())
          .bind("acknowledged", alert.times().acknowledged().isPresent())
          .execute();
      return alert;
    }
    return alert.withId(
        bind(handle.createUpdate(Sql.named("insert_alert")), alert)
            .bind("rule", alert.rule())
            .bind("cause", alert.cause())
            .bind("opened_at", at(Optional.of(alert.times().opened())))
            .executeAndReturnGeneratedKeys()
            .mapTo(Long.class)
            .one());
  }

  private static Update bind(Update statement, Alert alert) {
    return statement
        .bind("severity", alert.says().severity().word())
        .bind("title", alert.says().title())
        .bind("details", json(alert.says().details()))
        .bind("node", alert.says().node())
        .bind("escalated_at", at(alert.times().escalated()))
        .bind("clear_since", at(alert.times().clearSince()))
        .bind("resolved_at", at(alert.times().resolved()))
        .bind("last_seen_at", at(Optional.of(alert.times().lastSeen())))
        .bind("occurrence_count", alert.says().occurrences());
  }

  private static Alert alert(ResultSet row) throws SQLException {
    Condition says =
        new Condition(
            row.getString("cause"),
            Severity.of(row.getString("severity")).orElseThrow(),
            row.getString("title"),
            map(row.getString("details")),
            Optional.ofNullable(row.getString("node")),
            row.getInt("occurrence_count"));
    Alert.Times times =
        new Alert.Times(
            time(row, "opened_at").orElseThrow(),
            time(row, "escalated_at"),
            time(row, "acknowledged_at"),
            time(row, "clear_since"),
            time(row, "resolved_at"),
            time(row, "last_seen_at").orElseThrow());
    return new Alert(OptionalLong.of(row.getLong("id")), row.getString("rule"), says, times);
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static Timestamp at(Optional<Instant> time) {
    return time.map(Timestamp::from).orElse(null);
  }

  private static String json(Map<String, Object> details) {
    try {
      return JSON.writeValueAsString(details).replace("\\u0000", "\\ufffd");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("details of an alert", e);
    }
  }

  private static Map<String, Object> map(String json) {
    try {
      return JSON.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("alerts.details", e);
    }
  }
}
