package crosscheck.db;

import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema of a database up to date, or says why it is not. */
final class Schema {

  private static final Logger log = LoggerFactory.getLogger(Schema.class);

  private Schema() {}

  private static Flyway flyway(DataSource pool) {
    return Flyway.configure()
        .dataSource(pool)
        .locations("classpath:db/migrations")
        .loggers("slf4j")
        .load();
  }

  /** Changes nothing: fails unless the schema is that of this program. */
  static void requireUpToDate(DataSource pool, String where) {
    Flyway flyway = flyway(pool);
    try {
      requireNotNewer(flyway, where);
      MigrationInfo current = flyway.info().current();
      if (current == null) {
        throw new DatabaseException("database %s: nothing of Crosscheck is in it".formatted(where));
      }
      if (flyway.info().pending().length > 0) {
        throw new DatabaseException(
            "database %s: its schema is version %s, made by an older Crosscheck, and is left as it is; crosscheck run brings it up to version %s, after which it can be read here"
                .formatted(where, current.getVersion(), last(flyway)));
      }
      flyway.validate();
    } catch (FlywayException e) {
      throw new DatabaseException("database %s: %s".formatted(where, explanation(e)), e);
    }
  }

  private static String last(Flyway flyway) {
    MigrationInfo[] pending = flyway.info().pending();
    return String.valueOf(pending[pending.length - 1].getVersion());
  }

  private static void requireNotNewer(Flyway flyway, String where) {
    newest(flyway)
        .ifPresent(
            version -> {
              throw new DatabaseException(
                  "database %s: its schema is version %s, made by a newer Crosscheck; run that one, or use another database"
                      .formatted(where, version));
            });
  }

  static void bringUpToDate(DataSource pool, String where) {
    Flyway flyway = flyway(pool);
    try {
      requireNotNewer(flyway, where);
      MigrateResult result = flyway.migrate();
      if (result.migrationsExecuted > 0) {
        log.info("database {}: schema brought to version {}", where, result.targetSchemaVersion);
      }
    } catch (FlywayException e) {
      throw new DatabaseException("database %s: %s".formatted(where, explanation(e)), e);
    }
  }

  /** The version of the schema, when it is one we do not know. */
  private static Optional<String> newest(Flyway flyway) {
    return Arrays.stream(flyway.info().all())
        .filter(
            info ->
                info.getState() == MigrationState.FUTURE_SUCCESS
                    || info.getState() == MigrationState.FUTURE_FAILED)
        .map(MigrationInfo::getVersion)
        .map(String::valueOf)
        .reduce((first, last) -> last);
  }

  private static String explanation(FlywayException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof FlywayValidateException) {
      return "its tables were made by another version of Crosscheck, which this one cannot bring up"
          + " to date; go on with the version that made it, or use another database (or"
          + " another --data-dir) and let the blocks be received again ("
          + message.strip().replaceAll("\\s*\\R\\s*", " ")
          + ")";
    }
    if (message.contains("non-empty schema")) {
      return "it holds tables that are not Crosscheck's; give it a database of its own";
    }
    if (message.contains("permission denied") || message.contains("42501")) {
      return "this user may not create tables in it; grant CREATE on the database and its schema ("
          + message.strip()
          + ")";
    }
    return "its schema cannot be brought up to date: " + message.strip();
  }
}
