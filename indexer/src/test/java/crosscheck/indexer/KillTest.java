package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An indexer in a process of its own, killed again and again. */
final class KillTest {

  private static final int KILLS = 3;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"forks-16, 1", "edge-16, 2"})
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
      try (ServiceProcess process = start(chain, blocks)) {
        process.lines(1 + random.nextInt(14));
      }
    }
    try (ServiceProcess last = start(chain, blocks)) {
      last.until("done " + chain.entries().size());
    }
    try (Database database = Database.embedded(directory.resolve("data"))) {
      // Among much else: each input judged once (attempt_count), and no event twice.
      assertThat(Record.of(database)).isEqualTo(undisturbed(chain));
    }
  }

  static List<String> undisturbed(ReferenceChain chain) {
    SourceSettings source = Service.folder(chain.blocks());
    try (Service service =
        new Service(chain, TestDatabase.create(), List.of(source), Service.ALL_ALERTS).start()) {
      Await.until(
          () -> "all files received",
          () -> service.number("select count(*) from source_files") == chain.entries().size());
      service.awaitJudged();
      service.awaitAlerts();
      return Record.of(service.database);
    }
  }

  static void put(List<ReferenceChain.Entry> entries, Path blocks) throws IOException {
    for (ReferenceChain.Entry entry : entries) {
      Path hidden = blocks.resolve("writing.tmp");
      Files.copy(entry.file(), hidden);
      Files.move(
          hidden, blocks.resolve(entry.file().getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private ServiceProcess start(ReferenceChain chain, Path blocks) throws IOException {
    return ServiceProcess.start(chain, directory.resolve("data").toString(), blocks);
  }
}
