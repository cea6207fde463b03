package crosscheck.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A real, empty, migrated database for tests: {@code try (Database db = TestDatabase.create())}.
 * All of a JVM share one server, each call makes a database of its own from a migrated template,
 * which takes some tens of milliseconds. The server runs in a container where a Docker engine
 * answers, else embedded.
 */
public final class TestDatabase {

  private static final String TEMPLATE = "migrated";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestDatabase() {}

  /** A fresh database with the current schema. Close it; the server ends with the JVM. */
  public static Database create() {
    return Database.external(createUrl(TEMPLATE));
  }

  /** URL of a fresh database without any table. */
  public static String createEmptyUrl() {
    return createUrl("template1");
  }

  private static String createUrl(String template) {
    String name = "test_" + COUNT.incrementAndGet();
    execute(Server.URL.apply("postgres"), "create database " + name + " template " + template);
    return Server.URL.apply(name);
  }

  private static void execute(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Started when first used. */
  private static final class Server {

    /** From the name of a database to its URL. */
    static final UnaryOperator<String> URL = start();

    static {
      execute(URL.apply("postgres"), "create database " + TEMPLATE);
      Database.external(URL.apply(TEMPLATE)).close();
    }

    private static UnaryOperator<String> start() {
      return dockerAnswers() ? container() : embedded();
    }

    private static boolean dockerAnswers() {
      // Asking Testcontainers takes seconds where there is no engine.
      return (System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock")))
          && DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource") // Testcontainers ends it with the JVM
    private static UnaryOperator<String> container() {
      PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
      container.start();
      return database ->
          "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
              .formatted(
                  container.getHost(),
                  container.getFirstMappedPort(),
                  database,
                  container.getUsername(),
                  container.getPassword());
    }

    @SuppressWarnings("resource") // its shutdown hook ends it with the JVM
    private static UnaryOperator<String> embedded() {
      try {
        EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        return database -> server.getJdbcUrl("postgres", database);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
