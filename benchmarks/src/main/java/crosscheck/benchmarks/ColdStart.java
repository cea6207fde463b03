package crosscheck.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One block judged by a process started for it, through the launcher: from start to answer. */
final class ColdStart {

  private ColdStart() {}

  /** Seconds by the wall clock. The program is built, and run once, before. */
  static Sample seconds(Path repository, Path chain, int rounds) {
    List<String> command =
        List.of(
            repository.resolve("crosscheck").toString(),
            "verify",
            "--config",
            "minimal",
            "--genesis",
            chain.resolve("genesis.ssz").toString(),
            "--format",
            "jsonl",
            firstBlock(chain).toString());
    once(command);
    double[] values = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      String answer = once(command);
      values[round] = (System.nanoTime() - start) / 1e9;
      Wrong.unless(answer.contains("\"verdict\":\"valid\""), () -> "verify answered " + answer);
    }
    return new Sample(values);
  }

  private static Path firstBlock(Path chain) {
    try (Stream<Path> blocks = Files.list(chain.resolve("blocks"))) {
      return blocks.sorted().findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String once(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      Wrong.unless(exit == 0, () -> String.join(" ", command) + " ended with " + exit);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
