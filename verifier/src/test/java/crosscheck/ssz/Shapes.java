package crosscheck.ssz;

import crosscheck.ssz.Samples.Flags;
import crosscheck.ssz.Samples.Integers;
import crosscheck.ssz.Samples.Keys;
import crosscheck.ssz.Samples.Letter;
import crosscheck.ssz.Samples.Mutable;
import crosscheck.ssz.Samples.Nested;
import crosscheck.ssz.Samples.Point;
import crosscheck.ssz.Shape.BitString;
import crosscheck.ssz.Shape.Bool;
import crosscheck.ssz.Shape.ByteString;
import crosscheck.ssz.Shape.Container;
import crosscheck.ssz.Shape.Series;
import crosscheck.ssz.Shape.Uint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What the samples should be, and types made at random. */
final class Shapes {

  private static final long MANY = 1L << 40;

  private Shapes() {}

  /** Fields in the order given: name, shape, name, shape, … */
  private static Container container(Class<?> container, Object... fields) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      shapes.put((String) fields[i], (Shape) fields[i + 1]);
    }
    return new Container(container, shapes);
  }

  static ByteString byteVector(int length) {
    return new ByteString(SszTypes.byteVector(length), length, true);
  }

  static ByteString byteList(long limit) {
    return new ByteString(SszTypes.byteList(limit), limit, false);
  }

  static ByteString root() {
    return new ByteString(SszTypes.bytes32(), 32, true);
  }

  static ByteString pubkey() {
    return new ByteString(SszTypes.bytes48(), 48, true);
  }

  static Series uint64Vector(int length) {
    return new Series(SszTypes.uint64Vector(length), new Uint(64), length, true);
  }

  static Series uint64List(long limit) {
    return new Series(SszTypes.uint64List(limit), new Uint(64), limit, false);
  }

  static Series rootVector(int length) {
    return new Series(SszTypes.rootVector(length), root(), length, true);
  }

  static Series rootList(long limit) {
    return new Series(SszTypes.rootList(limit), root(), limit, false);
  }

  static Container point() {
    return container(Point.class, "x", new Uint(64), "y", new Uint(64));
  }

  static Container integers() {
    return container(
        Integers.class,
        "a",
        new Uint(8),
        "b",
        new Uint(16),
        "c",
        new Uint(32),
        "d",
        new Uint(64),
        "e",
        new Uint(128),
        "f",
        new Uint(256));
  }

  static Container keys() {
    return container(
        Keys.class,
        "public_key",
        pubkey(),
        "root",
        root(),
        "slashed",
        new Bool(),
        "signature",
        byteVector(96));
  }

  static Container flags() {
    return container(
        Flags.class,
        "first",
        new BitString(5, false),
        "second",
        new BitString(2, true),
        "third",
        new BitString(9, true),
        "fourth",
        new BitString(12, false));
  }

  static Container letter() {
    return container(Letter.class, "to", new Uint(16), "text", byteList(16), "from", new Uint(8));
  }

  static Container nested() {
    return container(
        Nested.class,
        "point",
        point(),
        "letter",
        letter(),
        "letters",
        Series.list(letter(), 5),
        "pair",
        Series.vector(letter(), 2),
        "points",
        Series.list(point(), MANY),
        "numbers",
        uint64List(MANY),
        "roots",
        rootVector(4),
        "shorts",
        Series.list(new Uint(16), 1024),
        "field_9",
        flags());
  }

  /** Compared by identity, so only for what needs no equal values. */
  static Container mutable() {
    return container(
        Mutable.class,
        "count",
        new Uint(64),
        "points",
        Series.list(point(), 4),
        "done",
        new Bool());
  }

  static List<Container> records() {
    return List.of(point(), integers(), keys(), flags(), letter(), nested());
  }

  /** Any type; {@code levels} of series inside series at most. */
  static Shape any(Random random, int levels) {
    if (levels > 0 && random.nextBoolean()) {
      Shape element = any(random, levels - 1);
      return random.nextBoolean()
          ? Series.vector(element, 1 + random.nextInt(9))
          : Series.list(element, limit(random));
    }
    return switch (random.nextInt(12)) {
      case 0 -> new Bool();
      case 1, 2 -> new Uint(8 << random.nextInt(6));
      case 3 -> new BitString(1 + random.nextInt(600), true);
      case 4 -> new BitString(limit(random), false);
      case 5 -> byteVector(1 + random.nextInt(130));
      case 6 -> byteList(limit(random));
      case 7 -> uint64Vector(1 + random.nextInt(200));
      case 8 -> uint64List(limit(random));
      case 9 -> rootVector(1 + random.nextInt(40));
      case 10 -> rootList(limit(random));
      default -> records().get(random.nextInt(6));
    };
  }

  private static long limit(Random random) {
    return random.nextInt(5) == 0 ? MANY : random.nextInt(70);
  }
}
