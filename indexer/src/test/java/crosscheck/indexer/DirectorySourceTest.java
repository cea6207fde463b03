package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectorySourceTest {

  @TempDir Path directory;

  private final ReferenceChain chain = ReferenceChain.of("finality-16");

  @Test
  void deliversWhatIsThereByNameAndThenWhatComes() throws IOException {
    for (ReferenceChain.Entry entry : chain.entries().subList(0, 10)) {
      Files.copy(entry.file(), directory.resolve(entry.file().getFileName()));
    }
    Files.writeString(directory.resolve("notes.txt"), "not a block");
    try (Service service = start(TestDatabase.create(), source())) {
      awaitInputs(service, 10);
      assertThat(service.lines("select path from source_files order by input_id"))
          .isEqualTo(
              chain.entries().subList(0, 10).stream()
                  .map(entry -> entry.file().getFileName().toString())
                  .toList());
      put(chain.entries().get(10));
      awaitInputs(service, 11);
      service.awaitJudged();
      assertThat(service.lines("select distinct status from verdicts")).containsExactly("valid");
      assertThat(service.lines("select distinct source || ' of ' || node from observations"))
          .containsExactly("directory:" + directory + " of node-7");
    }
  }

  @Test
  void doesNotReadAHalfWrittenFile() throws IOException {
    Bytes ssz = chain.entries().get(0).ssz();
    Path file = directory.resolve("slow.ssz");
    DirectorySource source =
        new DirectorySource(directory, Optional.empty(), Duration.ofMillis(1), Duration.ofDays(1));
    try (Service service = start(TestDatabase.create(), source)) {
      Files.write(file, ssz.slice(0, 300).toArrayUnsafe());
      long looks = source.looks();
      Await.until(() -> "looks at the directory", () -> source.looks() >= looks + 5);
      assertThat(service.number("select count(*) from inputs")).isZero();
      Files.write(file, ssz.toArrayUnsafe());
      awaitInputs(service, 1);
      service.awaitJudged();
      assertThat(service.lines("select status from verdicts")).containsExactly("valid");
    }
  }

  @Test
  void deliversBytesThatDoNotDecodeOnceTheirFileHasSettled() throws IOException {
    Files.write(directory.resolve("junk.ssz"), new byte[] {1, 2, 3});
    DirectorySource source =
        new DirectorySource(
            directory, Optional.empty(), Duration.ofMillis(1), Duration.ofMillis(1));
    try (Service service = start(TestDatabase.create(), source)) {
      awaitInputs(service, 1);
      service.awaitJudged();
      assertThat(service.lines("select status || ' ' || failure_function from verdicts"))
          .containsExactly("malformed ssz_decode");
    }
  }

  @Test
  void doesNotObserveAFileAgainAfterARestartUnlessItChanged() throws IOException {
    for (ReferenceChain.Entry entry : chain.entries().subList(0, 3)) {
      put(entry);
    }
    Database database = TestDatabase.create();
    Service first = start(database, source());
    awaitInputs(first, 3);
    first.indexer.close();

    Path second = directory.resolve(chain.entries().get(1).file().getFileName());
    Files.write(second, chain.entries().get(3).ssz().toArrayUnsafe());
    DirectorySource source = source();
    try (Service again = start(database, source)) {
      awaitInputs(again, 4);
      long looks = source.looks();
      Await.until(() -> "looks at the directory", () -> source.looks() >= looks + 1);
      assertThat(again.number("select count(*) from observations")).isEqualTo(4);
    }
  }

  @Test
  void countsAFileThatIsTooLargeWithoutReadingItTwice() throws IOException {
    Files.write(directory.resolve("huge.ssz"), new byte[101]);
    put(chain.entries().get(0));
    IndexerSettings small = IndexerSettings.DEFAULT.withMostInputBytes(100);
    DirectorySource source = source();
    try (Service service =
        new Service(chain, TestDatabase.create(), List.of(source), small).start()) {
      Await.until(
          () -> "two files", () -> service.number("select count(*) from source_files") == 2);
      long looks = source.looks();
      Await.until(() -> "looks at the directory", () -> source.looks() >= looks + 1);
      assertThat(service.lines("select reason || ' ' || input_count from discards"))
          .containsExactly("too_large 2");
    }
  }

  @Test
  void refusesWhatIsNoDirectory() {
    assertThatThrownBy(() -> new DirectorySource(directory.resolve("missing"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(directory.resolve("missing").toString());
  }

  private DirectorySource source() {
    return new DirectorySource(
        directory, Optional.of("node-7"), Duration.ofMillis(1), Duration.ofDays(1));
  }

  private Service start(Database database, DirectorySource source) {
    return new Service(chain, database, List.of(source)).start();
  }

  private void put(ReferenceChain.Entry entry) throws IOException {
    Path hidden = directory.resolve("writing.tmp");
    Files.copy(entry.file(), hidden);
    Files.move(
        hidden, directory.resolve(entry.file().getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void awaitInputs(Service service, int count) {
    Await.until(
        () -> count + " inputs", () -> service.number("select count(*) from inputs") == count);
  }
}
