package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.source.SourceSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/** An indexer in a process of its own, killed again and again. */
final class KillTest {

  private static final int KILLS = 5;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"forks-16, 1", "invalid-16, 2"})
  void leavesTheSameRecordAsAnUndisturbedRun(String name, long seed) throws Exception {
    ReferenceChain chain = ReferenceChain.of(name);
    Path blocks = Files.createDirectory(directory.resolve("blocks"));
    Random random = new Random(seed);
    int put = 0;
    for (int round = 1; round <= KILLS; round++) {
      int upTo = chain.entries().size() * round / KILLS;
      put(chain.entries().subList(put, upTo), blocks);
      put = upTo;
      // Counted in lines that the process prints: at its start, and with each commit of verdicts.
      killAfterLines(1 + random.nextInt(14), start(chain, blocks));
    }
    try (Lines last = new Lines(start(chain, blocks))) {
      last.until("done " + chain.entries().size());
      last.process().destroyForcibly().waitFor();
    }
    try (Database database = Database.embedded(directory.resolve("data"))) {
      // Among much else: each input judged once (attempt_count), and no event twice.
      assertThat(Record.of(database)).isEqualTo(undisturbed(chain));
    }
  }

  private static List<String> undisturbed(ReferenceChain chain) {
    SourceSettings source = Service.folder(chain.blocks());
    try (Service service = new Service(chain, TestDatabase.create(), List.of(source)).start()) {
      Await.until(
          () -> "all files received",
          () -> service.number("select count(*) from inputs") == chain.entries().size());
      service.awaitJudged();
      return Record.of(service.database);
    }
  }

  private static void put(List<ReferenceChain.Entry> entries, Path blocks) throws IOException {
    for (ReferenceChain.Entry entry : entries) {
      Path hidden = blocks.resolve("writing.tmp");
      Files.copy(entry.file(), hidden);
      Files.move(
          hidden, blocks.resolve(entry.file().getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Process start(ReferenceChain chain, Path blocks) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            chain.folder().toString(),
            directory.resolve("data").toString(),
            blocks.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void killAfterLines(int count, Process process) throws Exception {
    try (Lines lines = new Lines(process)) {
      for (int i = 0; i < count && !lines.next().startsWith("done"); i++) {
        assertThat(process.isAlive()).isTrue();
      }
      process.destroyForcibly().waitFor();
    }
  }

  /** What a process prints. */
  private record Lines(Process process, BufferedReader out) implements AutoCloseable {

    Lines(Process process) {
      this(
          process,
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    String next() throws IOException {
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("the process ended by itself");
      }
      return line;
    }

    void until(String expected) throws IOException {
      String line = next();
      while (!line.equals(expected)) {
        line = next();
      }
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      out.close();
    }
  }

  /** The process: a small service that says how far it is. */
  static final class Child {

    public static void main(String[] arguments) throws Exception {
      ReferenceChain chain = ReferenceChain.of(Path.of(arguments[0]));
      System.out.println("opening");
      Database database = Database.embedded(Path.of(arguments[1]));
      System.out.println("open");
      SourceSettings source =
          Service.folder(Path.of(arguments[2]), "quiet: 1ms", "quiet_undecodable: 1ms");
      Indexer indexer =
          new Indexer(
              chain.spec(),
              chain.genesis(),
              database,
              List.of(source),
              Clock.systemUTC(),
              IndexerSettings.DEFAULT.withBatch(4));
      indexer.start();
      System.out.println("started");
      try (Connection connection = DriverManager.getConnection(database.url());
          Statement statement = connection.createStatement()) {
        statement.execute("listen crosscheck_events");
        while (true) {
          System.out.println(progress(statement, Files.list(Path.of(arguments[2])).count()));
          connection.unwrap(PGConnection.class).getNotifications(1_000);
        }
      }
    }

    /** "done N" when N files were received and nothing is left to judge. */
    private static String progress(Statement statement, long files) throws SQLException {
      try (var row =
          statement.executeQuery(
              """
              select count(*), count(*) filter (where status = 'unjudged' and waiting_for is null)
              from verdicts
              """)) {
        row.next();
        boolean done = row.getLong(1) == files && row.getLong(2) == 0;
        return (done ? "done " : "so far ") + row.getLong(1);
      }
    }
  }
}
