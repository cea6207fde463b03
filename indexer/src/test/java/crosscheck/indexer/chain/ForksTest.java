package crosscheck.indexer.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments against the plain form: a map from each block to its parent. */
final class ForksTest {

  private static final Bytes32 GENESIS = root(0);

  /** A tree of blocks, the plain way. */
  private static final class Tree {
    final List<Bytes32> blocks = new ArrayList<>(List.of(GENESIS));
    final Map<Bytes32, Bytes32> parents = new HashMap<>();
    final Map<Bytes32, Long> slots = new HashMap<>(Map.of(GENESIS, 0L));
    final Map<Bytes32, Integer> numbers = new HashMap<>(Map.of(GENESIS, 0));
    int forks = 1;

    void add(Bytes32 root, Bytes32 parent, long slot) {
      boolean first = !parents.containsValue(parent);
      parents.put(root, parent);
      slots.put(root, slot);
      numbers.put(root, first ? numbers.get(parent) : forks++);
      blocks.add(root);
    }

    Bytes32 ancestor(Bytes32 a, Bytes32 b) {
      Set<Bytes32> chain = new HashSet<>();
      for (Bytes32 at = a; at != null; at = parents.get(at)) {
        chain.add(at);
      }
      Bytes32 at = b;
      while (!chain.contains(at)) {
        at = parents.get(at);
      }
      return at;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 50, 100})
  void agreeWithWalkingFromParentToParent(int percentAtTheEnd) {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Tree tree = new Tree();
      Map<Bytes32, Place> places = new HashMap<>(Map.of(GENESIS, new Place(0, 0, GENESIS)));
      Forks forks = new Forks(List.of(Fork.genesis(GENESIS, 0)));
      for (int i = 1; i <= 150; i++) {
        int from = random.nextInt(100) < percentAtTheEnd ? i - 1 : random.nextInt(i);
        Bytes32 parent = tree.blocks.get(from);
        long slot = tree.slots.get(parent) + 1 + random.nextInt(3);
        tree.add(root(i), parent, slot);
        places.put(
            root(i),
            forks.add(root(i), slot, parent, root -> Optional.ofNullable(places.get(root))));
        if (random.nextInt(20) == 0) {
          forks = restored(forks);
        }
      }
      assertThat(forks.size()).isEqualTo(tree.forks);
      for (Bytes32 block : tree.blocks) {
        assertThat(places.get(block).fork()).isEqualTo(tree.numbers.get(block));
        assertThat(places.get(block).slot()).isEqualTo(tree.slots.get(block));
      }
      for (int i = 0; i < 500; i++) {
        Bytes32 a = tree.blocks.get(random.nextInt(tree.blocks.size()));
        Bytes32 b = tree.blocks.get(random.nextInt(tree.blocks.size()));
        assertThat(forks.ancestor(places.get(a), places.get(b)))
            .isEqualTo(places.get(tree.ancestor(a, b)));
      }
      countsBlocks(forks, tree);
    }
  }

  private static void countsBlocks(Forks forks, Tree tree) {
    for (int id = 0; id < forks.size(); id++) {
      int number = id;
      long blocks =
          tree.blocks.stream()
              .filter(block -> !block.equals(GENESIS) && tree.numbers.get(block) == number)
              .count();
      assertThat(forks.fork(id).blockCount()).isEqualTo((int) blocks);
    }
  }

  /** As after a restart. */
  private static Forks restored(Forks forks) {
    List<Fork> stored = new ArrayList<>();
    for (int id = 0; id < forks.size(); id++) {
      stored.add(forks.fork(id));
    }
    return new Forks(stored);
  }

  @Test
  void keepsABlockThatComesTwiceWhereItIs() {
    Map<Bytes32, Place> places = new HashMap<>();
    Forks forks = new Forks(List.of(Fork.genesis(GENESIS, 0)));
    for (int i = 1; i <= 2; i++) {
      places.put(root(i), forks.add(root(i), i, root(i - 1), none -> Optional.empty()));
    }
    for (int i = 1; i <= 2; i++) {
      assertThat(forks.add(root(i), i, root(i - 1), root -> Optional.ofNullable(places.get(root))))
          .isEqualTo(places.get(root(i)));
    }
    assertThat(forks.size()).isOne();
    assertThat(forks.fork(0).blockCount()).isEqualTo(2);
  }

  @Test
  void readsSlotsAsUnsigned() {
    Forks forks = new Forks(List.of(Fork.genesis(GENESIS, 0)));
    Place low = forks.add(root(1), 5, GENESIS, none -> Optional.empty());
    Place high = forks.add(root(2), -1, root(1), none -> Optional.empty());
    assertThat(forks.ancestor(high, low)).isEqualTo(low);
  }

  @Test
  void refusesABlockWithoutItsParent() {
    Forks forks = new Forks(List.of(Fork.genesis(GENESIS, 0)));
    assertThatThrownBy(() -> forks.add(root(2), 2, root(1), none -> Optional.empty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("on no fork");
  }

  private static Bytes32 root(int number) {
    return Bytes32.leftPad(Bytes.ofUnsignedInt(number));
  }
}
