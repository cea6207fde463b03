package crosscheck.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Postgres that outlived the process which started it, or was still being made by it. Call only
 * while holding the directory's lock: then no living process wants that server.
 */
final class Orphan {

  private static final Logger log = LoggerFactory.getLogger(Orphan.class);
  private static final long PATIENCE_SECONDS = 30;

  private Orphan() {}

  /**
   * Stops every process at work on this cluster, and removes a stale pid file.
   *
   * @throws IOException when one does not stop
   */
  static void stop(Path cluster) throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    for (ProcessHandle process : atWorkOn(cluster, pidFile)) {
      log.info("{}: stopping what a killed process left running (pid {})", cluster, process.pid());
      // Interrupt is Postgres's fast shutdown; quit its immediate one, as safe as a power cut.
      if (!stopped(process, "INT") && !stopped(process, "QUIT")) {
        throw new IOException(
            "a Postgres process (pid %d) is at work on %s and does not stop; stop it"
                .formatted(process.pid(), cluster));
      }
    }
    // Its number may by now belong to a process that has nothing to do with us.
    Files.deleteIfExists(pidFile);
  }

  /**
   * The server by its pid file, and by their command lines a server that has not written one yet
   * and an initialization.
   */
  private static Set<ProcessHandle> atWorkOn(Path cluster, Path pidFile) throws IOException {
    Set<ProcessHandle> processes = new LinkedHashSet<>();
    fromPidFile(pidFile).ifPresent(processes::add);
    ProcessHandle.allProcesses()
        .filter(process -> runs(process, "initdb") || runs(process, "postgres"))
        .filter(process -> hasArgument(process, cluster.toString()))
        .forEach(processes::add);
    return processes;
  }

  private static Optional<ProcessHandle> fromPidFile(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,10}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
        .filter(ProcessHandle::isAlive)
        .filter(process -> runs(process, "postgres"));
  }

  private static boolean runs(ProcessHandle process, String program) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString().startsWith(program))
        .orElse(false);
  }

  private static boolean hasArgument(ProcessHandle process, String argument) {
    return process
        .info()
        .arguments()
        .map(arguments -> Arrays.asList(arguments).contains(argument))
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
