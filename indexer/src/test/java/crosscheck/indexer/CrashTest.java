package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An indexer and its database, in processes of their own: now one falls, now the other, now both.
 */
final class CrashTest {

  private static final int BLOWS = 4;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"forks-16, 1", "offences-24, 2"})
  void leavesTheSameRecordAsAnUndisturbedRun(String name, long seed) throws Exception {
    ReferenceChain chain = ReferenceChain.of(name);
    Path blocks = Files.createDirectory(directory.resolve("blocks"));
    Random random = new Random(seed);
    try (Server server = new Server(directory.resolve("postgres"))) {
      ServiceProcess service = ServiceProcess.start(chain, server.url(), blocks);
      int put = 0;
      for (int blow = 1; blow <= BLOWS; blow++) {
        int upTo = chain.entries().size() * blow / BLOWS;
        KillTest.put(chain.entries().subList(put, upTo), blocks);
        put = upTo;
        service.lines(1 + random.nextInt(12));
        boolean killService = random.nextInt(3) > 0;
        if (killService) {
          service.close();
        }
        if (!killService || random.nextBoolean()) {
          server.crash();
          server.start();
        }
        if (killService) {
          service = ServiceProcess.start(chain, server.url(), blocks);
        }
      }
      service.until("done " + chain.entries().size());
      service.close();
      try (Database database = Database.external(server.url())) {
        // Among much else: each input judged once (attempt_count), and no event twice.
        assertThat(Record.of(database)).isEqualTo(KillTest.undisturbed(chain));
      }
    }
  }

  /** A Postgres that can be made to crash, and started again over what it had on disk. */
  private static final class Server implements AutoCloseable {

    private final Path data;
    private final int port;
    private EmbeddedPostgres postgres;

    Server(Path data) throws IOException {
      this.data = data;
      this.postgres = builder(data).start();
      this.port = postgres.getPort();
    }

    private static EmbeddedPostgres.Builder builder(Path data) {
      return EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on");
    }

    String url() {
      return postgres.getJdbcUrl("postgres", "postgres");
    }

    /** An immediate shutdown: no checkpoint, connections cut, recovery at the next start. */
    void crash() throws Exception {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
      ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
      new ProcessBuilder("kill", "-QUIT", String.valueOf(pid)).start().waitFor();
      process.onExit().get();
      // There is nothing left to stop; this gives the folder back.
      postgres.close();
    }

    void start() throws IOException {
      postgres = builder(data).setPort(port).start();
    }

    @Override
    public void close() throws IOException {
      postgres.close();
    }
  }
}
