package crosscheck.indexer.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.indexer.exercise.ForkTree.Fork;
import crosscheck.indexer.exercise.ForkTree.Split;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How deep forks are, whichever branch wins. */
final class ForkTreeTest {

  private static final Fork TRUNK = new Fork(0, OptionalInt.empty(), 0, 20);

  @Test
  void countsToTheTipOfTheBranchThatEndsFirst() {
    ForkTree shorter = new ForkTree(List.of(TRUNK, on(0, 10, 1, 13)));
    ForkTree longer = new ForkTree(List.of(on0(13), on(0, 10, 1, 20)));
    for (ForkTree tree : List.of(shorter, longer)) {
      assertThat(tree.deepest()).isEqualTo(3);
      assertThat(tree.deeperThan(2)).containsExactly(new Split(1, 10, 3, Set.of(1), Set.of(0)));
      assertThat(tree.deeperThan(3)).isEmpty();
    }
  }

  @Test
  void countsWhatGrowsOnABranchAsThatBranch() {
    ForkTree tree = new ForkTree(List.of(TRUNK, on(0, 10, 1, 11), on(1, 11, 2, 16)));
    assertThat(tree.deepest()).isEqualTo(6);
    assertThat(tree.deeperThan(5)).containsExactly(new Split(1, 10, 6, Set.of(1, 2), Set.of(0)));
  }

  @Test
  void comparesSiblingsOfOneBase() {
    ForkTree tree = new ForkTree(List.of(on0(10), on(0, 8, 1, 15), on(0, 8, 2, 14)));
    assertThat(tree.deepest()).isEqualTo(6);
    assertThat(tree.deeperThan(5))
        .containsExactly(
            new Split(1, 8, 6, Set.of(1), Set.of(0, 2)),
            new Split(2, 8, 6, Set.of(2), Set.of(0, 1)));
  }

  @Test
  void findsTheLastCommonSlot() {
    ForkTree tree = new ForkTree(List.of(TRUNK, on(0, 10, 1, 13), on(1, 12, 2, 16)));
    assertThat(tree.commonSlot(2, 16, 0, 20)).isEqualTo(10);
    assertThat(tree.commonSlot(2, 16, 1, 13)).isEqualTo(12);
    assertThat(tree.commonSlot(0, 4, 1, 13)).isEqualTo(4);
    assertThat(tree.commonSlot(0, 15, 0, 20)).isEqualTo(15);
  }

  private static Fork on0(long tip) {
    return new Fork(0, OptionalInt.empty(), 0, tip);
  }

  private static Fork on(int parent, long base, int id, long tip) {
    return new Fork(id, OptionalInt.of(parent), base, tip);
  }
}
