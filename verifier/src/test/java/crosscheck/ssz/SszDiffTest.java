package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.ssz.Samples.Nested;
import crosscheck.ssz.Samples.Point;
import crosscheck.ssz.SszDiff.Difference;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

class SszDiffTest {

  private static final SszType<Nested> TYPE = Samples.SSZ.type(Nested.class);
  private static final SszType<SszList<Point>> POINTS =
      SszTypes.list(Samples.SSZ.type(Point.class), 1L << 40);

  private static Difference changed(String path, String before, String after) {
    return new Difference(path, Optional.of(before), Optional.of(after));
  }

  private static Nested nested(SszList<Point> points, Uint64List numbers, RootList roots) {
    Nested zero = TYPE.defaultValue();
    return new Nested(
        zero.point(),
        zero.letter(),
        zero.letters(),
        zero.pair(),
        points,
        numbers,
        roots,
        zero.shorts(),
        zero.field9());
  }

  private static SszList<Point> points(int size) {
    SszList<Point> points = SszList.empty();
    for (int i = 0; i < size; i++) {
      points = points.plus(new Point(i, 0));
    }
    return points;
  }

  @Test
  void namesTheFieldsThatDiffer() {
    Nested before = nested(points(50), Uint64List.of(1, 2, 3), RootList.filled(4, Bytes32.ZERO));
    Nested after =
        nested(
            before.points().with(37, new Point(37, -1)),
            before.numbers().with(2, 9),
            before.roots().with(1, Bytes32.repeat((byte) 1)));
    assertThat(SszDiff.between(TYPE, before, after, 10))
        .containsExactly(
            changed("points[37].y", "0", "18446744073709551615"),
            changed("numbers[2]", "3", "9"),
            changed("roots[1]", "0x" + "00".repeat(32), "0x" + "01".repeat(32)));
    assertThat(SszDiff.between(TYPE, before, after, 2)).hasSize(2);
  }

  @Test
  void equalValuesMadeApartHaveNoDifferences() throws Exception {
    Nested value =
        nested(points(200), Uint64List.of(new long[300]), RootList.filled(4, Bytes32.ZERO));
    Bytes ssz = TYPE.encode(value);
    assertThat(SszDiff.between(TYPE, TYPE.decode(ssz), TYPE.decode(ssz), 10)).isEmpty();
  }

  @Test
  void findsEveryDifferenceWhetherRootsAreKnownOrNot() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 30; round++) {
      SszList<Point> before = points(1 + random.nextInt(300));
      int at = random.nextInt(before.size());
      SszList<Point> after = before.with(at, new Point(-1, 0));
      Difference expected = changed("[" + at + "].x", "" + at, "18446744073709551615");
      assertThat(SszDiff.between(POINTS, before, after, 10)).containsExactly(expected);

      SszList<Point> apart = POINTS.decode(POINTS.encode(after));
      assertThat(SszDiff.between(POINTS, before, apart, 10)).containsExactly(expected);
      POINTS.hashTreeRoot(before);
      POINTS.hashTreeRoot(apart);
      assertThat(SszDiff.between(POINTS, before, apart, 10)).containsExactly(expected);
    }
  }

  @Test
  void reportsElementsAddedAndRemoved() {
    SszList<Point> two = points(2);
    SszList<Point> four = points(4).with(0, new Point(8, 8));
    Optional<String> third = Optional.of("{x: 2, y: 0}");
    Optional<String> fourth = Optional.of("{x: 3, y: 0}");
    assertThat(SszDiff.between(POINTS, two, four, 10))
        .containsExactly(
            changed("[0].x", "0", "8"),
            changed("[0].y", "0", "8"),
            new Difference("[2]", Optional.empty(), third),
            new Difference("[3]", Optional.empty(), fourth));
    assertThat(SszDiff.between(POINTS, four, two, 10))
        .endsWith(
            new Difference("[2]", third, Optional.empty()),
            new Difference("[3]", fourth, Optional.empty()));
    assertThat(SszDiff.between(POINTS, two, four, 3)).hasSize(3);
  }

  @Test
  void comparesListsOfVeryDifferentHeights() {
    assertThat(SszDiff.between(POINTS, SszList.empty(), points(70), 100)).hasSize(70);
    assertThat(SszDiff.between(POINTS, points(70), points(1), 100)).hasSize(69);
    SszType<Uint64List> numbers = SszTypes.uint64List(1000);
    assertThat(SszDiff.between(numbers, Uint64List.of(5), Uint64List.filled(300, 5), 1000))
        .hasSize(299)
        .allMatch(difference -> difference.before().isEmpty());
  }

  @Test
  void basicValuesHaveNoPath() {
    assertThat(SszDiff.between(SszTypes.uint64(), 1L, 2L, 5))
        .containsExactly(changed("", "1", "2"));
    assertThat(SszDiff.between(SszTypes.uint64(), 1L, 1L, 5)).isEqualTo(List.of());
  }

  @Test
  void knowsOnlyTypesOfThisPackage() {
    assertThatThrownBy(() -> SszTypes.vector(new ForeignType(), 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SszDiff.between(new ForeignType(), 1L, 2L, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Somebody else's. */
  private static final class ForeignType implements SszType<Long> {

    @Override
    public boolean fixedSize() {
      return true;
    }

    @Override
    public int byteLength() {
      return 8;
    }

    @Override
    public Bytes encode(Long value) {
      return Bytes.EMPTY;
    }

    @Override
    public Long decode(Bytes ssz) {
      return 0L;
    }

    @Override
    public Bytes32 hashTreeRoot(Long value) {
      return Bytes32.ZERO;
    }

    @Override
    public Long defaultValue() {
      return 0L;
    }

    @Override
    public Object toPlain(Long value) {
      return "0";
    }

    @Override
    public Long fromPlain(Object plain) {
      return 0L;
    }
  }
}
