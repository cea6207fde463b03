package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Uint64List} and {@link RootList}. */
class PackedListsTest {

  private static final SszType<Uint64List> NUMBERS = SszTypes.uint64List(1L << 40);
  private static final SszType<RootList> ROOTS = SszTypes.rootList(1L << 40);

  private static Uint64List numbers(int size) {
    return Uint64List.of(LongStream.range(0, size).toArray());
  }

  private static Bytes32 root(long seed) {
    return Bytes32.random(new Random(seed));
  }

  private static RootList roots(int size) {
    return RootList.copyOf(LongStream.range(0, size).mapToObj(PackedListsTest::root).toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void numbersBehaveLikeAnArrayUnderAnyOperations(long seed) {
    Random random = new Random(seed);
    long[] oracle = {};
    Uint64List list = Uint64List.empty();
    for (int step = 0; step < 600; step++) {
      switch (random.nextInt(oracle.length == 0 ? 1 : 5)) {
        case 0, 1, 2 -> {
          oracle = Arrays.copyOf(oracle, oracle.length + 1);
          oracle[oracle.length - 1] = random.nextInt(3);
          list = list.plus(oracle[oracle.length - 1]);
        }
        case 3 -> {
          int at = random.nextInt(oracle.length);
          oracle[at] = random.nextLong();
          list = list.with(at, oracle[at]);
        }
        default -> {
          for (int i = 0; i < oracle.length; i += 1 + random.nextInt(90)) {
            oracle[i]++;
          }
          list = list.withAll(oracle);
        }
      }
      assertThat(list.toArray()).isEqualTo(oracle);
      int at = random.nextInt(oracle.length);
      assertThat(list.get(at)).isEqualTo(oracle[at]);
      if (step % 5 == 0) {
        assertThat(NUMBERS.hashTreeRoot(list))
            .isEqualTo(NUMBERS.hashTreeRoot(Uint64List.of(oracle)));
        assertThat(list).isEqualTo(Uint64List.of(oracle)).hasSameHashCodeAs(Uint64List.of(oracle));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void rootsBehaveLikeAPlainListUnderAnyOperations(long seed) {
    Random random = new Random(seed);
    List<Bytes32> oracle = new ArrayList<>();
    RootList list = RootList.empty();
    for (int step = 0; step < 300; step++) {
      Bytes32 root = root(random.nextInt(5));
      if (oracle.isEmpty() || random.nextInt(3) > 0) {
        oracle.add(root);
        list = list.plus(root);
      } else {
        int at = random.nextInt(oracle.size());
        oracle.set(at, root);
        list = list.with(at, root);
      }
      assertThat(list).containsExactlyElementsOf(oracle);
      int at = random.nextInt(oracle.size());
      assertThat(list.get(at)).isEqualTo(oracle.get(at));
      if (step % 5 == 0) {
        assertThat(ROOTS.hashTreeRoot(list)).isEqualTo(ROOTS.hashTreeRoot(RootList.copyOf(oracle)));
        assertThat(list)
            .isEqualTo(RootList.copyOf(oracle))
            .hasSameHashCodeAs(RootList.copyOf(oracle));
      }
    }
    assertThat(list.toList()).isEqualTo(oracle);
  }

  @Test
  void oneChangeAddsOneLeafAndOneBranchPerLevel() {
    Uint64List numbers = numbers(64 * 100);
    assertThat(Nodes.added(numbers.tree(), numbers.with(5000, 1).tree())).isEqualTo(7 + 1);
    RootList roots = roots(16 * 100);
    assertThat(Nodes.added(roots.tree(), roots.with(1000, root(-1)).tree())).isEqualTo(7 + 1);
  }

  @Test
  void aListOfEqualValuesIsNoLargerThanItsHeight() {
    assertThat(Nodes.of(RootList.filled(1 << 16, root(1)).tree())).hasSize(12 + 1);
    assertThat(Nodes.of(Uint64List.filled(1 << 16, 32).tree())).hasSize(10 + 1);
    assertThat(RootList.filled(100, root(1)).toList()).hasSize(100).containsOnly(root(1));
    assertThat(Uint64List.filled(100, 32).stream()).hasSize(100).containsOnly(32L);
  }

  @Test
  void writingWhatIsThereAlreadyKeepsTheList() {
    Uint64List numbers = numbers(1000);
    assertThat(numbers.with(77, 77)).isSameAs(numbers);
    assertThat(numbers.withAll(numbers.toArray())).isSameAs(numbers);
    RootList roots = roots(40);
    assertThat(roots.with(33, root(33))).isSameAs(roots);
  }

  @Test
  void withAllKeepsLeavesWithoutChange() {
    Uint64List numbers = numbers(64 * 64);
    long[] values = numbers.toArray();
    values[100] = -1;
    values[101] = -1;
    assertThat(Nodes.added(numbers.tree(), numbers.withAll(values).tree())).isEqualTo(6 + 1);
    assertThatThrownBy(() -> numbers.withAll(new long[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void arraysAreCopiedOnTheWayInAndOut() {
    long[] values = {1, 2, 3};
    Uint64List list = Uint64List.of(values);
    values[0] = 9;
    list.toArray()[1] = 9;
    assertThat(list.toArray()).containsExactly(1, 2, 3);
  }

  @Test
  void forksFromOneBaseDoNotDisturbEachOther() {
    Uint64List base = numbers(130);
    Bytes32 root = NUMBERS.hashTreeRoot(base);
    Uint64List left = base.plus(1);
    Uint64List right = base.plus(2).with(0, 5);
    assertThat(NUMBERS.hashTreeRoot(left))
        .isEqualTo(NUMBERS.hashTreeRoot(Uint64List.of(left.toArray())));
    assertThat(NUMBERS.hashTreeRoot(right))
        .isEqualTo(NUMBERS.hashTreeRoot(Uint64List.of(right.toArray())));
    assertThat(NUMBERS.hashTreeRoot(base)).isEqualTo(root);
    assertThat(base).isEqualTo(numbers(130));
  }

  @Test
  void oneListMayBeHashedUnderLimitsNarrowerThanALeaf() {
    Uint64List four = numbers(4);
    Bytes32 wide = NUMBERS.hashTreeRoot(four);
    assertThat(SszTypes.uint64Vector(4).hashTreeRoot(four))
        .isEqualTo(SszTypes.byteVector(32).hashTreeRoot(SszTypes.uint64Vector(4).encode(four)));
    assertThat(NUMBERS.hashTreeRoot(four)).isEqualTo(wide);
  }

  @Test
  void indicesAreUnsignedAndChecked() {
    assertThatThrownBy(() -> numbers(3).get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> numbers(3).with(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> roots(3).get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> roots(3).with(Long.MIN_VALUE, root(1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    Iterator<Bytes32> iterator = RootList.empty().iterator();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }
}
