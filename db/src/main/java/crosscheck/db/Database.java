package crosscheck.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open database with the current schema. Safe for use by many threads.
 *
 * <p>Open it with {@link #embedded} or {@link #external}, which bring an older schema up to date,
 * or with {@link #embeddedAsItIs} or {@link #externalAsItIs}, which do not; {@link #close} gives
 * everything back and stops an embedded server. Call it from a shutdown hook too: a process that is
 * killed leaves the embedded server behind, and the next start over the same directory takes some
 * seconds more to stop it. Nothing is lost either way.
 */
public final class Database implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final int OLDEST_SERVER = 15;
  private static final int CONNECTIONS = 12;
  private static final long CONNECTION_TIMEOUT_MILLIS = 2_000;
  private static final long VALIDATION_TIMEOUT_MILLIS = 1_500;

  /**
   * To compile a statement, to share it among processes, or to make a table for all rows that it
   * might look up twice costs more than short ones take.
   */
  private static final String SHORT_STATEMENTS =
      "set jit = off; set max_parallel_workers_per_gather = 0; set enable_memoize = off";

  private static final Properties CONNECTION_PROPERTIES = connectionProperties();

  private final Optional<EmbeddedServer> server;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Jdbi unpooled;
  private final String url;

  private Database(Optional<EmbeddedServer> server, HikariDataSource pool, String url) {
    this.server = server;
    this.pool = pool;
    this.url = url;
    this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    this.unpooled = Jdbi.create(url, CONNECTION_PROPERTIES).installPlugin(new PostgresPlugin());
  }

  private static Properties connectionProperties() {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "crosscheck");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }

  /**
   * Starts the Postgres that comes with Crosscheck, with durability on, over a directory that is
   * kept. Created when absent. A server that a killed process left there is stopped first.
   *
   * @param directory for this use alone; locked while open
   * @throws DatabaseException when another living process holds the directory, it is of another
   *     Postgres or of a newer Crosscheck, or cannot be written
   */
  public static Database embedded(Path directory) {
    return embedded(directory, Schema::bringUpToDate);
  }

  /**
   * The same, when only to be read: of a directory that has a database, with the current schema.
   *
   * @throws DatabaseException as in {@link #embedded}; also when there is no database in the
   *     directory, or its schema is older
   */
  public static Database embeddedAsItIs(Path directory) {
    EmbeddedServer.requireCluster(directory);
    return embedded(directory, Schema::requireUpToDate);
  }

  private static Database embedded(Path directory, BiConsumer<DataSource, String> schema) {
    EmbeddedServer server = EmbeddedServer.start(directory);
    try {
      return open(server.url(), Optional.of(server), schema);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Opens a database of a running Postgres 15 or newer. It must be empty or Crosscheck's.
   *
   * @param jdbcUrl {@code jdbc:postgresql://host:port/database?user=…&password=…}
   * @throws DatabaseException when the URL has another form, the server cannot be reached or is too
   *     old, it refuses us, or the database is another's or of a newer Crosscheck
   */
  public static Database external(String jdbcUrl) {
    return open(jdbcUrl, Optional.empty(), Schema::bringUpToDate);
  }

  /**
   * The same, when only to be read.
   *
   * @throws DatabaseException as in {@link #external}; also when its schema is older, or it is
   *     empty
   */
  public static Database externalAsItIs(String jdbcUrl) {
    return open(jdbcUrl, Optional.empty(), Schema::requireUpToDate);
  }

  private static Database open(
      String url, Optional<EmbeddedServer> server, BiConsumer<DataSource, String> schema) {
    if (!url.startsWith("jdbc:postgresql:") || Driver.parseURL(url, null) == null) {
      throw new DatabaseException(
          "not a Postgres URL: \""
              + withoutPassword(url)
              + "\"; expected jdbc:postgresql://host:port/database?user=…&password=…");
    }
    HikariDataSource pool = pool(url);
    try {
      requireServerVersion(pool, url);
      schema.accept(pool, withoutPassword(url));
      return new Database(server, pool, url);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("crosscheck");
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(2);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setValidationTimeout(VALIDATION_TIMEOUT_MILLIS);
    config.setDataSourceProperties(CONNECTION_PROPERTIES);
    config.setConnectionInitSql(SHORT_STATEMENTS);
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw refusal(url, e);
    }
  }

  /** Says in words why the server did not let us in. */
  private static DatabaseException refusal(String url, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    String state =
        cause instanceof SQLException e && e.getSQLState() != null ? e.getSQLState() : "";
    String where = withoutPassword(url);
    String advice =
        switch (state) {
          case "28P01", "28000" -> "the server refuses this user or password";
          case "3D000" -> "there is no such database; create it first (createdb)";
          case "42501" -> "this user has no permission to connect";
          case "53300" -> "the server has no connection left for us";
          default -> state.startsWith("08") ? "the server cannot be reached" : "cannot connect";
        };
    return new DatabaseException(
        "database %s: %s (%s)".formatted(where, advice, cause.getMessage()), failure);
  }

  private static void requireServerVersion(DataSource pool, String url) {
    try (Connection connection = pool.getConnection()) {
      DatabaseMetaData server = connection.getMetaData();
      if (server.getDatabaseMajorVersion() < OLDEST_SERVER) {
        throw new DatabaseException(
            "database %s: the server is Postgres %s; Crosscheck needs %d or newer"
                .formatted(
                    withoutPassword(url), server.getDatabaseProductVersion(), OLDEST_SERVER));
      }
    } catch (SQLException e) {
      throw refusal(url, e);
    }
  }

  private static String withoutPassword(String url) {
    return url.replaceAll("(?i)(password=)[^&]*", "$1…")
        .replaceAll("//([^:/@]*):[^@/]*@", "//$1:…@");
  }

  /** For statements. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /**
   * For what belongs to a connection and ends with it, such as locks and {@code listen}: each
   * handle opens a connection of its own, and closing it closes that. Not closed by {@link #close}.
   */
  public Jdbi unpooled() {
    return unpooled;
  }

  /** Pooled connections. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * JDBC URL of this database, with the password if it has one: for a connection outside the pool,
   * such as one that listens. For an embedded database it holds while this object is open.
   */
  public String url() {
    return url;
  }

  /** Closes all connections and stops an embedded server. */
  @Override
  public void close() {
    pool.close();
    server.ifPresent(EmbeddedServer::close);
    log.debug("closed database {}", withoutPassword(url));
  }
}
