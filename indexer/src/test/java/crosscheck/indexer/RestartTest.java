package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.replay.ReplaySettings;
import crosscheck.spec.Spec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a restart executes again, and what it does not forget. */
final class RestartTest {

  private static final int SPACING = 16;
  private static final int BATCH = 8;
  private static final int SLOTS_PER_EPOCH = 8;

  /** Small, so that snapshots are taken and states give way in chains of some hundred blocks. */
  private static final IndexerSettings NARROW =
      IndexerSettings.DEFAULT
          .withBatch(BATCH)
          .withSnapshots(new SnapshotSettings(SPACING, 1 << 20, 1 << 30))
          .withReplay(ReplaySettings.defaults().withMostStates(4));

  private static final Map<Path, List<String>> UNDISTURBED = new HashMap<>();

  private final ReferenceChain chain = ReferenceChain.of("finality-16");
  private final AtomicInteger transitions = new AtomicInteger();

  /** The same chain by a spec that counts how many blocks are executed. */
  private ReferenceChain counted(ReferenceChain plain) {
    Spec spec =
        (Spec)
            Proxy.newProxyInstance(
                Spec.class.getClassLoader(),
                new Class<?>[] {Spec.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("transition")) {
                    transitions.incrementAndGet();
                  }
                  try {
                    return method.invoke(plain.spec(), arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new ReferenceChain(plain.folder(), spec, plain.genesis(), plain.entries());
  }

  private static Database judged(ReferenceChain chain, int blocks, IndexerSettings settings) {
    Database database = TestDatabase.create();
    judge(chain, database, 0, blocks, settings);
    return database;
  }

  private static void judge(
      ReferenceChain chain, Database database, int from, int to, IndexerSettings settings) {
    Service service = new Service(chain, database, List.of(), settings).start();
    service.receive(chain.entries().subList(from, to));
    service.awaitJudged();
    service.indexer.close();
  }

  private static List<String> undisturbed(ReferenceChain chain) {
    return UNDISTURBED.computeIfAbsent(
        chain.folder(),
        folder -> {
          try (Database database = judged(chain, chain.entries().size(), IndexerSettings.DEFAULT)) {
            return record(database);
          }
        });
  }

  /** Where one transaction ends and the next begins decides the order of some events, so sorted. */
  private static List<String> record(Database database) {
    return Record.of(database).stream().sorted().toList();
  }

  private static void judgeTheRestAndCompare(ReferenceChain chain, Database database, int from) {
    judge(chain, database, from, chain.entries().size(), NARROW);
    assertThat(record(database)).isEqualTo(undisturbed(chain));
  }

  @Test
  void executesOnlyTheBlocksAfterTheLastSnapshotAgain() {
    ReferenceChain longer = ReferenceChain.of("leak-32");
    int blocks = longer.entries().size() - 2;
    try (Database database = judged(longer, blocks, NARROW)) {
      // What came after the snapshot (nothing, where it was taken of the last batch), the way from
      // the checkpoint before it, and the new block.
      assertThat(executed(longer, database, blocks))
          .isPositive()
          .isLessThan(SPACING + BATCH + 4 * SLOTS_PER_EPOCH + 1);
      // Without snapshots it is all of them.
      database.jdbi().useHandle(h -> h.execute("truncate store_snapshots, state_snapshots"));
      assertThat(executed(longer, database, blocks + 1)).isGreaterThan(blocks);
      assertThat(record(database)).isEqualTo(undisturbed(longer));
    }
  }

  /** The blocks that a start over this database executes until the next block is judged. */
  private int executed(ReferenceChain chain, Database database, int next) {
    transitions.set(0);
    judge(counted(chain), database, next, next + 1, NARROW);
    return transitions.get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update store_snapshots set store = substring(store from 1 for length(store) - 5)",
        "update store_snapshots set store = overlay(store placing '\\xff' from 40)",
        "update state_snapshots set state = overlay(state placing '\\xff' from 2000)",
        "update state_snapshots set state = ''",
        "delete from store_snapshots",
        "delete from state_snapshots",
        "update store_snapshots set store = (select store from store_snapshots order by 1 limit 1)"
      })
  void losesOnlyTimeByADamagedSnapshot(String damage) {
    int blocks = chain.entries().size() - 20;
    try (Database database = judged(chain, blocks, NARROW)) {
      int touched = database.jdbi().withHandle(h -> h.execute(damage));
      assertThat(touched).isPositive();
      judgeTheRestAndCompare(chain, database, blocks);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forks-16", "offences-24"})
  void leavesTheSameRecordWithRoomForFewStatesAndManyRestarts(String name) {
    ReferenceChain forks = ReferenceChain.of(name);
    int blocks = forks.entries().size();
    try (Database database = TestDatabase.create()) {
      for (int from = 0; from < blocks; from += 25) {
        judge(forks, database, from, Math.min(blocks, from + 25), NARROW);
      }
      assertThat(record(database)).isEqualTo(undisturbed(forks));
    }
  }

  @Test
  void keepsStatesWithinTheBoundAndTheOlderOnesSparser() {
    int most = 20_000;
    IndexerSettings bounded = NARROW.withSnapshots(new SnapshotSettings(8, 1 << 20, most));
    int blocks = chain.entries().size() - 1;
    try (Database database = judged(chain, blocks, bounded);
        Service asked = new Service(chain, database, List.of())) {
      assertThat(asked.number("select sum(octet_length(state)) from state_snapshots"))
          .isBetween(most / 3L, (long) most);
      assertThat(asked.number("select count(*) from state_snapshots")).isBetween(2L, 7L);
      assertThat(asked.number("select count(*) from store_snapshots")).isEqualTo(4);
    }
  }
}
