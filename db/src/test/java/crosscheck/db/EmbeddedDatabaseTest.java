package crosscheck.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedDatabaseTest {

  @TempDir Path directory;

  @Test
  void isDurable() {
    try (Database database = Database.embedded(directory)) {
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        assertThat(value(database, "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(value(database, "show server_version"))
          .as("the constant that guards against other versions")
          .startsWith(EmbeddedServer.MAJOR_VERSION + ".");
    }
  }

  @Test
  void keepsItsDataWhenClosedAndRefusesASecondUser() {
    try (Database database = Database.embedded(directory)) {
      database.jdbi().useHandle(h -> h.execute("create table kept as select 42 as answer"));
      assertThatThrownBy(() -> Database.embedded(directory))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("another Crosscheck is using it");
    }
    try (Database database = Database.embedded(directory)) {
      assertThat(value(database, "select answer from kept")).isEqualTo("42");
    }
  }

  @Test
  void refusesAnotherProcessAndTakesOverWhenThatIsKilled() throws Exception {
    Process other = openInAnotherProcess();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("written");
      assertThatThrownBy(() -> Database.embedded(directory))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("another Crosscheck is using it");
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(directory.resolve("postgres/postmaster.pid")).as("the orphan runs").exists();
    try (Database database = Database.embedded(directory)) {
      assertThat(value(database, "select answer from kept")).isEqualTo("42");
    }
  }

  private Process openInAnotherProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OpenAndWait.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The other process: opens, writes, says so, and waits to be killed. */
  static final class OpenAndWait {
    public static void main(String[] arguments) throws Exception {
      try (Database database = Database.embedded(Path.of(arguments[0]))) {
        database.jdbi().useHandle(h -> h.execute("create table kept as select 42 as answer"));
        System.out.println("written");
        Thread.currentThread().join();
      }
    }
  }

  @Test
  void startsAfreshWhenItsFirstStartWasInterrupted() throws IOException {
    Path cluster = Files.createDirectories(directory.resolve("postgres/base"));
    Files.writeString(cluster.resolveSibling("postgresql.conf"), "");
    Files.createFile(directory.resolve("initializing"));
    try (Database database = Database.embedded(directory)) {
      assertThat(value(database, "select count(*) from inputs")).isEqualTo("0");
    }
    assertThat(directory.resolve("initializing")).doesNotExist();
  }

  @Test
  void startsAfreshWhenItsFirstStartWasKilledAndStillGoesOn() throws Exception {
    Process other = openInAnotherProcess();
    // The first directory that the initialization makes: it has seconds of work before it.
    while (!Files.exists(directory.resolve("postgres/base"))) {
      assertThat(other.isAlive()).as("it was killed too late").isTrue();
      Thread.onSpinWait();
    }
    other.destroyForcibly().waitFor();
    try (Database database = Database.embedded(directory)) {
      assertThat(value(database, "select count(*) from inputs")).isEqualTo("0");
    }
  }

  @Test
  void refusesAClusterOfAnotherPostgres() throws IOException {
    Files.createDirectories(directory.resolve("postgres"));
    Files.writeString(directory.resolve("postgres/PG_VERSION"), "12\n");
    assertThatThrownBy(() -> Database.embedded(directory))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("made by Postgres 12, and this Crosscheck brings 18");
    Files.writeString(directory.resolve("postgres/PG_VERSION"), "18\n");
    assertThat(directory.resolve("postgres/base")).as("nothing was made in it").doesNotExist();
  }

  @Test
  void makesNoDatabaseWhereOneIsOnlyToBeRead() {
    assertThatThrownBy(() -> Database.embeddedAsItIs(directory))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("there is no database in");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void saysWhenTheDirectoryIsAFile() throws IOException {
    Path file = Files.createFile(directory.resolve("taken"));
    assertThatThrownBy(() -> Database.embedded(file))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("cannot be created or written");
  }

  private static String value(Database database, String sql) {
    return database.jdbi().withHandle(h -> h.createQuery(sql).mapTo(String.class).one());
  }
}
