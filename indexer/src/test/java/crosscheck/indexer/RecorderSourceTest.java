package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.TestDatabase;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.settings.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecorderSourceTest {

  private static final int SLOTS = 4;

  @TempDir Path recording;

  private final ReferenceChain chain = ReferenceChain.of("finality-16");
  private final List<Bytes> posts = posts();

  /** Post-states of the first blocks, as SSZ. */
  private List<Bytes> posts() {
    List<Bytes> states = new ArrayList<>();
    try (Replay replay =
        new Replay(chain.spec(), chain.genesis(), ReplaySettings.defaults().withThreads(1))) {
      for (ReferenceChain.Entry entry : chain.entries().subList(0, SLOTS)) {
        states.add(
            chain
                .spec()
                .ssz()
                .encode(replay.judge(entry.ssz(), OptionalLong.empty()).post().orElseThrow()));
      }
    }
    return states;
  }

  private Service start() {
    String yaml =
        """
        name: recording
        kind: recorder
        node: artemis
        folder: %s
        quiet: 1ms
        quiet_undecodable: 365d
        """
            .formatted(recording);
    SourceSettings source = SourceSettings.read(Value.parse("test", yaml));
    return new Service(chain, TestDatabase.create(), List.of(source)).start();
  }

  private Bytes block(int slot) {
    return chain.entries().get(slot - 1).ssz();
  }

  private void write(int slot, String file, Bytes content) throws IOException {
    Path folder = recording.resolve(String.valueOf(slot));
    Files.createDirectories(folder);
    Files.write(folder.resolve(file), content.toArrayUnsafe());
  }

  private static void awaitClaims(Service service, String... expected) {
    Await.until(
        () -> "claims: " + claims(service), () -> claims(service).equals(List.of(expected)));
  }

  private static List<String> claims(Service service) {
    return service.lines(
        """
        select b.slot || ' ' || n.name || ' ' || coalesce(c.agrees::text, 'open')
        from claims c
          join blocks b on b.input_id = c.input_id
          join nodes n on n.id = c.node_id
        order by b.slot
        """);
  }

  @Test
  void deliversTheBlocksBySlotAndComparesTheRecordedPostStatesWithOurs() throws IOException {
    for (int slot = 1; slot <= SLOTS; slot++) {
      write(slot, "pre.ssz", Bytes.of(1, 2, 3));
      write(slot, "block.ssz", block(slot));
      write(slot, "post.ssz", posts.get(slot == 3 ? 0 : slot - 1));
    }
    write(10, "block.ssz", chain.entries().get(8).ssz());
    Files.write(recording.resolve("genesis.ssz"), new byte[] {1});
    Files.createDirectory(recording.resolve("notes"));
    Files.write(recording.resolve("notes/block.ssz"), new byte[] {1});
    try (Service service = start()) {
      awaitClaims(service, "1 artemis true", "2 artemis true", "3 artemis false", "4 artemis true");
      assertThat(service.lines("select path from source_files order by input_id, path"))
          .containsExactly(
              "1/block.ssz",
              "1/post.ssz",
              "2/block.ssz",
              "2/post.ssz",
              "3/block.ssz",
              "3/post.ssz",
              "4/block.ssz",
              "4/post.ssz",
              "10/block.ssz");
      assertThat(service.lines("select status from verdicts order by input_id"))
          .containsExactly("valid", "valid", "valid", "valid", "unjudged");
      assertThat(service.number("select count(*) from events where type = 'node_disagrees'"))
          .isEqualTo(1);
    }
  }

  @Test
  void readsNoHalfWrittenFileAndTakesAPostStateThatComesAfterItsBlock() throws IOException {
    try (Service service = start()) {
      write(1, "block.ssz", block(1).slice(0, 300));
      write(2, "block.ssz", block(2));
      awaitPaths(service, "2/block.ssz");
      write(1, "block.ssz", block(1));
      awaitPaths(service, "1/block.ssz", "2/block.ssz");
      write(1, "post.ssz", posts.get(0).slice(0, 1_000));
      write(2, "post.ssz", posts.get(1));
      awaitClaims(service, "2 artemis true");
      write(1, "post.ssz", posts.get(0));
      awaitClaims(service, "1 artemis true", "2 artemis true");
      assertThat(service.number("select count(*) from inputs")).isEqualTo(2);
    }
  }

  @Test
  void deliversASecondBlockThatOverwritesTheFirstOfItsSlot() throws IOException {
    write(1, "block.ssz", block(1));
    try (Service service = start()) {
      awaitPaths(service, "1/block.ssz");
      write(1, "block.ssz", block(2));
      Await.until(() -> "two inputs", () -> service.number("select count(*) from inputs") == 2);
    }
  }

  private static void awaitPaths(Service service, String... paths) {
    String sql = "select path from source_files order by path";
    Await.until(
        () -> "files read: " + service.lines(sql), () -> service.lines(sql).equals(List.of(paths)));
  }
}
