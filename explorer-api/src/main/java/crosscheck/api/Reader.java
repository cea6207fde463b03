package crosscheck.api;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;

/** Read access to the database, with "it is away" told apart from every other fault. */
final class Reader {

  private static final int TIMEOUT_SECONDS = 10;

  /** Classes and codes of SQLSTATE that mean: no connection, shutting down, starting, too many. */
  private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53300");

  private static final String CANCELED = "57014";
  private static final String NO_TABLE = "42P01";

  private final Jdbi jdbi;

  Reader(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * A statement with how many rows it may give, which stands in it as {@code :limit}. As a
   * parameter it would make the database plan each execution anew: a plan for any number of rows is
   * a bad one for few.
   */
  static String limited(String sql, int rows) {
    return sql.replace(":limit", String.valueOf(rows));
  }

  /** Queries on one connection. */
  interface Query<T> {
    T run(Handle handle);
  }

  /**
   * Runs queries.
   *
   * @throws ApiException 503 when the database does not answer, has no tables yet, or takes too
   *     long
   */
  <T> T read(Query<T> query) {
    try (Handle handle = jdbi.open()) {
      handle.getConfig(SqlStatements.class).setQueryTimeout(TIMEOUT_SECONDS);
      return query.run(handle);
    } catch (JdbiException e) {
      throw unavailable(e).map(RuntimeException.class::cast).orElse(e);
    }
  }

  /** What to answer when the fault means that the database cannot serve now; empty for our bugs. */
  static Optional<ApiException> unavailable(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return Optional.of(ApiException.unavailable("The database does not answer. Try again."));
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        if (state.startsWith("08") || AWAY.contains(state)) {
          return Optional.of(ApiException.unavailable("The database does not answer. Try again."));
        }
        if (state.equals(CANCELED)) {
          return Optional.of(
              ApiException.unavailable(
                  "The query took longer than " + TIMEOUT_SECONDS + " s and was given up."));
        }
        if (state.equals(NO_TABLE)) {
          return Optional.of(
              ApiException.unavailable("The database has no tables yet: is the indexer running?"));
        }
      }
    }
    return Optional.empty();
  }
}
