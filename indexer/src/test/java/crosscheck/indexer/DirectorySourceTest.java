package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
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
      assertThat(
              service.lines(
                  "select distinct s.name || ' of ' || n.name from observations o join sources s on"
                      + " s.id = o.source_id join nodes n on n.id = o.node_id"))
          .containsExactly("directory:" + directory + " of node-7");
    }
  }

  @Test
  void doesNotReadAHalfWrittenFile() throws IOException {
    Bytes ssz = chain.entries().get(0).ssz();
    Path file = directory.resolve("slow.ssz");
    try (Service service = start(TestDatabase.create(), source())) {
      Files.write(file, ssz.slice(0, 300).toArrayUnsafe());
      // Those that come later and are whole are read, one after the other.
      for (int i = 1; i <= 3; i++) {
        put(chain.entries().get(i));
        awaitInputs(service, i);
      }
      assertThat(service.lines("select path from source_files")).doesNotContain("slow.ssz");
      Files.write(file, ssz.toArrayUnsafe());
      awaitInputs(service, 4);
      service.awaitJudged();
      assertThat(service.lines("select distinct status from verdicts")).containsExactly("valid");
    }
  }

  @Test
  void deliversBytesThatDoNotDecodeOnceTheirFileHasSettled() throws IOException {
    Files.write(directory.resolve("junk.ssz"), new byte[] {1, 2, 3});
    SourceSettings source = Service.folder(directory, "quiet: 1ms", "quiet_undecodable: 1ms");
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
    try (Service again = start(database, source())) {
      awaitInputs(again, 4);
      put(chain.entries().get(4));
      awaitInputs(again, 5);
      assertThat(again.number("select count(*) from observations")).isEqualTo(5);
    }
  }

  @Test
  void countsAFileThatIsTooLargeWithoutReadingItTwice() throws IOException {
    Files.write(directory.resolve("huge.ssz"), new byte[101]);
    put(chain.entries().get(0));
    IndexerSettings small = IndexerSettings.DEFAULT.withMostInputBytes(100);
    try (Service service =
        new Service(chain, TestDatabase.create(), List.of(source()), small).start()) {
      Await.until(
          () -> "two files", () -> service.number("select count(*) from source_files") == 2);
      put(chain.entries().get(1));
      Await.until(
          () -> "three files", () -> service.number("select count(*) from source_files") == 3);
      assertThat(service.lines("select reason || ' ' || input_count from discards"))
          .containsExactly("too_large 3");
    }
  }

  @Test
  void triesFilesAgainForWhichThereWasNoRoom() throws IOException {
    WaitingBounds two = new WaitingBounds(2, 1 << 20, 2, 1 << 17, 2);
    SourceSettings source = Service.folder(directory, "quiet: 1ms", "quiet_undecodable: 1ms");
    for (ReferenceChain.Entry entry : chain.entries().subList(2, 8)) {
      put(entry);
    }
    try (Service service =
        new Service(
                chain,
                TestDatabase.create(),
                List.of(source),
                IndexerSettings.DEFAULT.withWaiting(two))
            .start()) {
      Await.until(
          () -> "some found no room",
          () ->
              service.number(
                      "select count(*) from discards where reason = 'too_many_waiting' and"
                          + " input_count >= 4")
                  == 1);
      put(chain.entries().get(0));
      put(chain.entries().get(1));
      awaitInputs(service, 8);
      service.awaitJudged();
      assertThat(service.lines("select distinct status from verdicts")).containsExactly("valid");
    }
  }

  @Test
  void refusesWhatIsNoDirectory() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> Service.folder(missing).check())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(missing + " is not a folder");
  }

  @Test
  void waitsForAFolderThatComesLater() throws IOException {
    Path later = directory.resolve("later");
    try (Service service = start(TestDatabase.create(), Service.folder(later, "quiet: 1ms"))) {
      Await.until(
          () -> "it is said to be missing",
          () ->
              service
                  .lines("select status || ' ' || message from source_status")
                  .equals(List.of("retrying " + later + " is not a folder that can be read")));
      Files.createDirectory(later);
      ReferenceChain.Entry first = chain.entries().get(0);
      Files.copy(first.file(), later.resolve(first.file().getFileName()));
      awaitInputs(service, 1);
      Await.until(
          () -> "it is said to work",
          () -> service.lines("select status from source_status").equals(List.of("ok")));
    }
  }

  private SourceSettings source() {
    return Service.folder(directory, "node: node-7", "quiet: 1ms", "quiet_undecodable: 365d");
  }

  private Service start(Database database, SourceSettings source) {
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
