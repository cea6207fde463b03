package crosscheck.indexer;

import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import crosscheck.indexer.source.SourceSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;

/** A small service in a process of its own, which prints how far it is; closing it kills it. */
record ServiceProcess(Process process, BufferedReader out) implements AutoCloseable {

  /**
   * @param database folder of an embedded database, or a JDBC URL
   * @param blocks the folder it watches
   */
  static ServiceProcess start(ReferenceChain chain, String database, Path blocks)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ServiceProcess.class.getName(),
                chain.folder().toString(),
                database,
                blocks.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new ServiceProcess(
        process,
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
  }

  /** Waits for so many lines, or the first that says all is done. */
  void lines(int count) throws IOException {
    for (int i = 0; i < count && !next().startsWith("done"); i++) {
      // It is the line that counts.
    }
  }

  /** Waits for a line. */
  void until(String expected) throws IOException {
    String line = next();
    while (!line.equals(expected)) {
      line = next();
    }
  }

  private String next() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("the process ended by itself");
    }
    return line;
  }

  /** {@code kill -9}. */
  @Override
  public void close() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    out.close();
  }

  /** The process. */
  public static void main(String[] arguments) throws Exception {
    ReferenceChain chain = ReferenceChain.of(Path.of(arguments[0]));
    Path blocks = Path.of(arguments[2]);
    System.out.println("opening");
    Database database = open(arguments[1]);
    System.out.println("open");
    SourceSettings source = Service.folder(blocks, "quiet: 1ms", "quiet_undecodable: 1ms");
    Indexer indexer = indexer(chain, database, source);
    indexer.start();
    System.out.println("started");
    while (!indexer.ended().isDone()) {
      try (Connection connection = DriverManager.getConnection(database.url())) {
        report(connection, blocks);
      } catch (SQLException e) {
        System.out.println("the database is away");
        Thread.sleep(100);
      }
    }
  }

  /** One that is just being restarted is waited for, as whatever restarts a service would. */
  private static Database open(String database) throws InterruptedException {
    while (true) {
      try {
        return database.startsWith("jdbc:")
            ? Database.external(database)
            : Database.embedded(Path.of(database));
      } catch (DatabaseException e) {
        if (!database.startsWith("jdbc:")) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  /** The database may fall between its opening and this. */
  private static Indexer indexer(ReferenceChain chain, Database database, SourceSettings source)
      throws InterruptedException {
    while (true) {
      try {
        return new Indexer(
            chain.spec(),
            chain.genesis(),
            database,
            List.of(source),
            Clock.systemUTC(),
            IndexerSettings.DEFAULT.withBatch(4));
      } catch (JdbiException e) {
        Thread.sleep(100);
      }
    }
  }

  private static void report(Connection connection, Path blocks) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen crosscheck_events");
      while (true) {
        long files;
        try (var listed = Files.list(blocks)) {
          files = listed.count();
        }
        System.out.println(progress(statement, files));
        connection.unwrap(PGConnection.class).getNotifications(100);
      }
    }
  }

  /** "done N" when N files were read and nothing is left to judge, or to be alerted of. */
  private static String progress(Statement statement, long files) throws SQLException {
    try (var row =
        statement.executeQuery(
            """
            select
              (select count(*) from source_files),
              (select count(*) from verdicts where status = 'unjudged' and waiting_for is null)
                + (select count(*) from event_log
                   where id > (select coalesce(max(last_event_id), 0) from readers)
                     and type::text not like 'alert%')
            """)) {
      row.next();
      boolean done = row.getLong(1) == files && row.getLong(2) == 0;
      return (done ? "done " : "so far ") + row.getLong(1);
    }
  }
}
