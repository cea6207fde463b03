package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.ssz.Samples.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SszListTest {

  private static final SszType<SszList<Point>> TYPE =
      SszTypes.list(Samples.SSZ.type(Point.class), 1L << 40);

  private static Point point(long x) {
    return new Point(x, -x);
  }

  private static SszList<Point> points(int size) {
    return SszList.copyOf(LongStream.range(0, size).mapToObj(SszListTest::point).toList());
  }

  /** The root of a list made afresh, so that nothing is cached. */
  private static Bytes32 freshRoot(List<Point> points) {
    return TYPE.hashTreeRoot(SszList.copyOf(points));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void behavesLikeAPlainListUnderAnyOperations(long seed) {
    Random random = new Random(seed);
    List<Point> oracle = new ArrayList<>();
    SszList<Point> list = SszList.empty();
    for (int step = 0; step < 300; step++) {
      int size = oracle.size();
      switch (random.nextInt(size == 0 ? 1 : 4)) {
        case 0, 1 -> {
          Point more = point(random.nextLong());
          oracle.add(more);
          list = list.plus(more);
        }
        case 2 -> {
          int at = random.nextInt(size);
          Point other = point(random.nextLong());
          oracle.set(at, other);
          list = list.with(at, other);
        }
        default -> {
          int divisor = 1 + random.nextInt(40);
          list = list.update((i, each) -> i % divisor == 0 ? point(i) : each);
          for (int i = 0; i < size; i += divisor) {
            oracle.set(i, point(i));
          }
        }
      }
      if (step % 7 == 0) {
        assertThat(TYPE.hashTreeRoot(list)).isEqualTo(freshRoot(oracle));
      }
      assertThat(list).containsExactlyElementsOf(oracle);
      assertThat(list.size()).isEqualTo(oracle.size());
      int at = random.nextInt(oracle.size());
      assertThat(list.get(at)).isEqualTo(oracle.get(at));
    }
    assertThat(list).isEqualTo(SszList.copyOf(oracle)).hasSameHashCodeAs(SszList.copyOf(oracle));
    assertThat(list.toList()).isEqualTo(oracle);
  }

  @Test
  void forksFromOneBaseDoNotDisturbEachOther() {
    SszList<Point> base = points(100);
    Bytes32 root = TYPE.hashTreeRoot(base);
    SszList<Point> left = base.with(10, point(-1)).plus(point(-2));
    SszList<Point> right = base.with(10, point(-3)).plus(point(-4));

    assertThat(TYPE.hashTreeRoot(left)).isNotEqualTo(TYPE.hashTreeRoot(right));
    assertThat(TYPE.hashTreeRoot(left)).isEqualTo(freshRoot(left.toList()));
    assertThat(TYPE.hashTreeRoot(right)).isEqualTo(freshRoot(right.toList()));
    assertThat(TYPE.hashTreeRoot(base)).isEqualTo(root).isEqualTo(freshRoot(base.toList()));
    assertThat(base.get(10)).isEqualTo(point(10));
    assertThat(base.size()).isEqualTo(100);
  }

  @Test
  void oneChangeAddsOneNodePerLevel() {
    SszList<Point> base = points(1000);
    assertThat(Nodes.added(base.tree(), base.with(567, point(1)).tree())).isEqualTo(10 + 1);
    assertThat(Nodes.added(base.tree(), base.plus(point(1)).tree())).isEqualTo(10 + 1);
  }

  @Test
  void holdsNoMoreLevelsThanItsElementsNeed() {
    // 1000 leaves, 999 branches over them, one more where an odd node has nothing beside it, one
    // zero
    assertThat(Nodes.of(points(1000).tree()).size()).isBetween(2000, 2000 + 10);
    assertThat(Nodes.of(SszList.filled(1 << 20, point(1)).tree())).hasSize(20 + 1);
  }

  @Test
  void updateKeepsEverythingWhereNothingChanged() {
    SszList<Point> base = points(1000);
    assertThat(base.update((i, each) -> each)).isSameAs(base);
    SszList<Point> changed = base.update((i, each) -> i == 999 ? point(7) : each);
    assertThat(Nodes.added(base.tree(), changed.tree())).isEqualTo(10 + 1);
    assertThat(base.with(3, base.get(3))).isSameAs(base);
  }

  @Test
  void hashesOnlyWhatChanged() {
    AtomicInteger hashed = new AtomicInteger();
    SszList<Point> base = points(500);
    rootCounting(base, hashed);
    assertThat(hashed).hasValue(500);
    rootCounting(base, hashed);
    rootCounting(base.with(7, point(-7)).plus(point(0)), hashed);
    assertThat(hashed).hasValue(500 + 2);
  }

  private static void rootCounting(SszList<Point> list, AtomicInteger hashed) {
    Codec.<SszList<Point>>rootOf(
        (each, hasher, at) ->
            each.root(
                (point, inner, to) -> {
                  hashed.incrementAndGet();
                  inner.word(to, point.x());
                },
                40,
                hasher,
                at),
        list);
  }

  @Test
  void visitsElementsInOrderWithTheirIndices() {
    List<Long> seen = new ArrayList<>();
    points(37)
        .forEachIndexed(
            (i, each) -> {
              assertThat(each.x()).isEqualTo(i);
              seen.add(each.x());
            });
    assertThat(seen).hasSize(37);
  }

  @Test
  void iteratorsEnd() {
    Iterator<Point> iterator = points(1).iterator();
    iterator.next();
    assertThat(iterator).isExhausted();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void readsIndicesAsUnsigned() {
    assertThatThrownBy(() -> points(5).get(-1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index 18446744073709551615 of 5 elements");
    assertThatThrownBy(() -> points(5).get(5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> points(5).with(1L << 32, point(1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void filledIsTheSameElementOverAndOver() {
    assertThat(SszList.filled(5, point(3)))
        .isEqualTo(SszList.copyOf(Collections.nCopies(5, point(3))));
    assertThat(TYPE.hashTreeRoot(SszList.filled(1001, point(3))))
        .isEqualTo(
            freshRoot(new ArrayList<>(LongStream.range(0, 1001).mapToObj(i -> point(3)).toList())));
  }

  @Test
  void refusesNull() {
    assertThatThrownBy(() -> points(1).with(0, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> SszList.of((Point) null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void listsOfOtherSizesOrElementsAreNotEqual() {
    assertThat(points(3)).isNotEqualTo(points(4)).isNotEqualTo(points(3).with(2, point(9)));
    assertThat(points(3)).hasToString(points(3).toList().toString());
  }

  @Test
  void aListBeyondItsLimitIsABugOfTheCaller() {
    int top = Hasher.current().push(0);
    SszType<SszList<Point>> two = SszTypes.list(Samples.SSZ.type(Point.class), 2);
    assertThatThrownBy(() -> two.hashTreeRoot(points(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("has 3 elements, limit 2");
    assertThatThrownBy(() -> two.encode(points(3))).isInstanceOf(IllegalArgumentException.class);
    two.hashTreeRoot(points(2));
    assertThat(Hasher.current().push(0)).as("the thread's hasher is left as found").isEqualTo(top);
  }

  @Test
  void manyThreadsMayAskForTheRootOfOneList() {
    for (int round = 0; round < 20; round++) {
      SszList<Point> shared = points(300);
      Bytes32 expected = freshRoot(shared.toList());
      assertThat(
              LongStream.range(0, 8).parallel().mapToObj(i -> TYPE.hashTreeRoot(shared)).toList())
          .containsOnly(expected);
    }
  }
}
