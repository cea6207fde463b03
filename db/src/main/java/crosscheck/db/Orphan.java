package crosscheck.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Postgres that outlived the process which started it. Call only while holding the directory's
 * lock: then no living process wants that server.
 */
final class Orphan {

  private static final Logger log = LoggerFactory.getLogger(Orphan.class);
  private static final long PATIENCE_SECONDS = 30;

  private Orphan() {}

  /**
   * Stops the server of this cluster if one is running, and removes a stale pid file.
   *
   * @throws IOException when it does not stop
   */
  static void stop(Path cluster) throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> server = process(pidFile);
    if (server.isPresent()) {
      log.info(
          "{}: stopping the server that a killed process left behind (pid {})",
          cluster,
          server.get().pid());
      // Interrupt is Postgres's fast shutdown; quit its immediate one, as safe as a power cut.
      if (!stopped(server.get(), "INT") && !stopped(server.get(), "QUIT")) {
        throw new IOException(
            "a Postgres server (pid %d) is running over %s and does not stop; stop it"
                .formatted(server.get().pid(), cluster));
      }
    }
    // Its number may by now belong to a process that has nothing to do with us.
    Files.deleteIfExists(pidFile);
  }

  private static Optional<ProcessHandle> process(Path pidFile) throws IOException {
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,10}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
        .filter(ProcessHandle::isAlive)
        .filter(Orphan::runsPostgres);
  }

  private static boolean runsPostgres(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
        .orElse(false);
  }

  private static boolean stopped(ProcessHandle server, String signal) throws IOException {
    CompletableFuture<ProcessHandle> exit = server.onExit();
    try {
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + server.pid()).start().waitFor();
      exit.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping a Postgres server", e);
    }
  }
}
