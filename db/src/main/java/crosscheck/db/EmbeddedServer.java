package crosscheck.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Postgres that comes with Crosscheck, over a directory that is kept: {@code postgres/} holds
 * the cluster, {@code lock} is locked by the process that uses it, {@code initializing} is there
 * while the cluster is being made for the first time.
 */
final class EmbeddedServer implements AutoCloseable {

  /** Major version of the binaries; a cluster of another one cannot be read. */
  static final String MAJOR_VERSION = "18";

  private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
  private static final String DATABASE = "crosscheck";
  private static final String USER = "postgres";
  private static final Duration START = Duration.ofSeconds(60);
  private static final int DELETE_ATTEMPTS = 100;
  private static final Duration DELETE_PAUSE = Duration.ofMillis(100);

  private final EmbeddedPostgres postgres;
  private final FileChannel lock;

  private EmbeddedServer(EmbeddedPostgres postgres, FileChannel lock) {
    this.postgres = postgres;
    this.lock = lock;
  }

  static EmbeddedServer start(Path directory) {
    Path home = directory.toAbsolutePath().normalize();
    FileChannel lock = lock(home);
    try {
      Path cluster = home.resolve("postgres");
      Path initializing = home.resolve("initializing");
      if (Files.exists(initializing)) {
        log.info("{}: its first start was interrupted, starting afresh", home);
        Orphan.stop(cluster);
        delete(cluster);
      } else if (Files.exists(cluster)) {
        requireOurVersion(cluster);
        Orphan.stop(cluster);
      }
      if (!Files.exists(cluster)) {
        Files.writeString(initializing, "Crosscheck is making a database here.\n");
      }
      EmbeddedPostgres postgres = launch(cluster);
      EmbeddedServer server = new EmbeddedServer(postgres, lock);
      try {
        server.createDatabase();
        Files.deleteIfExists(initializing);
      } catch (SQLException | IOException | RuntimeException e) {
        server.close();
        throw e;
      }
      log.info("embedded Postgres over {}; look inside with: psql '{}'", home, server.psqlUrl());
      return server;
    } catch (IOException | SQLException e) {
      release(lock);
      throw new DatabaseException(
          "embedded database %s: cannot start: %s".formatted(home, e.getMessage()), e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  /** Fails when there is no database in the directory. */
  static void requireCluster(Path directory) {
    if (!Files.exists(directory.resolve("postgres"))
        || Files.exists(directory.resolve("initializing"))) {
      throw new DatabaseException("there is no database in " + directory);
    }
  }

  private static EmbeddedPostgres launch(Path cluster) throws IOException {
    try {
      return EmbeddedPostgres.builder()
          .setDataDirectory(cluster)
          .setCleanDataDirectory(false)
          .setRegisterShutdownHook(false)
          .setOverrideWorkingDirectory(binaries())
          .setLocaleConfig("locale", "C")
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("max_connections", "60")
          .setPGStartupWait(START)
          .start();
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Where the binaries are unpacked: by user, so that two users do not meet in one directory. */
  private static File binaries() {
    return Path.of(
            System.getProperty("java.io.tmpdir"),
            "crosscheck-postgres-" + System.getProperty("user.name"))
        .toFile();
  }

  private static FileChannel lock(Path home) {
    try {
      Files.createDirectories(home);
      FileChannel channel =
          FileChannel.open(
              home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean locked = false;
      try {
        locked = channel.tryLock() != null;
      } catch (OverlappingFileLockException e) {
        log.debug("{} is open in this very process", home, e);
      }
      if (!locked) {
        channel.close();
        throw new DatabaseException(
            "embedded database %s: another Crosscheck is using it; stop that one, or name another directory"
                .formatted(home));
      }
      return channel;
    } catch (IOException e) {
      throw new DatabaseException(
          "embedded database %s: the directory cannot be created or written (%s: %s)"
              .formatted(home, e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  private static void requireOurVersion(Path cluster) throws IOException {
    Path file = cluster.resolve("PG_VERSION");
    String version = Files.exists(file) ? Files.readString(file).strip() : "unknown";
    if (!version.equals(MAJOR_VERSION)) {
      throw new DatabaseException(
          "embedded database %s: it was made by Postgres %s, and this Crosscheck brings %s; use the Crosscheck that made it, or dump and restore, or name another directory"
              .formatted(cluster, version, MAJOR_VERSION));
    }
  }

  /** Deletes a directory in which the last child of a stopped process may still be writing. */
  private static void delete(Path directory) throws IOException {
    for (int attempt = 1; Files.exists(directory); attempt++) {
      try {
        deleteContent(directory);
      } catch (DirectoryNotEmptyException | NoSuchFileException | UncheckedIOException e) {
        if (attempt == DELETE_ATTEMPTS) {
          throw new IOException(directory + " cannot be deleted: something writes to it", e);
        }
        LockSupport.parkNanos(DELETE_PAUSE.toNanos());
      }
    }
  }

  private static void deleteContent(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  private void createDatabase() throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("create database " + DATABASE);
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s"
        .formatted(postgres.getPort(), DATABASE, USER);
  }

  private String psqlUrl() {
    return "postgresql://%s@127.0.0.1:%d/%s".formatted(USER, postgres.getPort(), DATABASE);
  }

  /** Stops the server and unlocks the directory. */
  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      log.warn("embedded Postgres did not stop cleanly", e);
    } finally {
      release(lock);
    }
  }

  private static void release(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      log.warn("cannot unlock the data directory", e);
    }
  }
}
