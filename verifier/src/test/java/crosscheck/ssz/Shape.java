package crosscheck.ssz;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The oracle: SSZ types as the specification describes them, with the plainest encoding and hashing
 * of plain values, sharing no code with what is tested. {@link #type} is the type it speaks for.
 */
abstract class Shape {

  final SszType<Object> type;

  @SuppressWarnings("unchecked") // values are only handed back to the type they came from
  Shape(SszType<?> type) {
    this.type = (SszType<Object>) type;
  }

  abstract Object random(Random random);

  /** Empty for a type of variable size, else its length. */
  abstract List<Integer> fixedLength();

  abstract byte[] encode(Object plain);

  abstract byte[] root(Object plain);

  boolean basic() {
    return false;
  }

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Arrays.stream(parts).forEach(digest::update);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** {@code merkleize}: the tree over {@code limit} chunks, split in halves all the way down. */
  static byte[] merkleize(List<byte[]> chunks, long limit) {
    long width = 1;
    while (width < limit) {
      width *= 2;
    }
    return tree(chunks, width);
  }

  private static byte[] tree(List<byte[]> chunks, long width) {
    if (width == 1) {
      return chunks.isEmpty() ? new byte[32] : chunks.get(0);
    }
    int half = (int) Math.min(chunks.size(), width / 2);
    byte[] left = tree(chunks.subList(0, half), width / 2);
    List<byte[]> rest = chunks.subList(half, chunks.size());
    return sha256(left, rest.isEmpty() && half == 0 ? left : tree(rest, width / 2));
  }

  static byte[] mixInLength(byte[] root, long length) {
    return sha256(root, littleEndian(BigInteger.valueOf(length), 32));
  }

  static List<byte[]> chunks(byte[] bytes) {
    List<byte[]> chunks = new ArrayList<>();
    for (int i = 0; i < bytes.length; i += 32) {
      chunks.add(Arrays.copyOf(Arrays.copyOfRange(bytes, i, Math.min(i + 32, bytes.length)), 32));
    }
    return chunks;
  }

  static byte[] littleEndian(BigInteger value, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  /** Fixed parts with offsets, then variable parts. */
  static byte[] series(List<Shape> shapes, List<?> values) {
    int offset = 0;
    for (Shape shape : shapes) {
      offset += shape.fixedLength().stream().findFirst().orElse(4);
    }
    ByteArrayOutputStream fixed = new ByteArrayOutputStream();
    ByteArrayOutputStream variable = new ByteArrayOutputStream();
    for (int i = 0; i < shapes.size(); i++) {
      byte[] part = shapes.get(i).encode(values.get(i));
      if (shapes.get(i).fixedLength().isEmpty()) {
        fixed.writeBytes(littleEndian(BigInteger.valueOf(offset), 4));
        variable.writeBytes(part);
        offset += part.length;
      } else {
        fixed.writeBytes(part);
      }
    }
    fixed.writeBytes(variable.toByteArray());
    return fixed.toByteArray();
  }

  static byte[] unhex(Object plain) {
    return HexFormat.of().parseHex(((String) plain).substring(2));
  }

  static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    if (random.nextInt(4) > 0) {
      random.nextBytes(bytes);
    } else if (random.nextBoolean()) {
      Arrays.fill(bytes, (byte) 0xff);
    }
    return bytes;
  }

  /** Often the extremes, where limits bite. */
  static int randomSize(Random random, long limit) {
    int max = (int) Math.min(limit, 300);
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> max;
      default -> random.nextInt(max + 1);
    };
  }

  static final class Uint extends Shape {

    private final int bits;

    Uint(int bits) {
      super(
          switch (bits) {
            case 8 -> SszTypes.uint8();
            case 16 -> SszTypes.uint16();
            case 32 -> SszTypes.uint32();
            case 64 -> SszTypes.uint64();
            case 128 -> SszTypes.uint128();
            case 256 -> SszTypes.uint256();
            default -> throw new IllegalArgumentException("uint" + bits);
          });
      this.bits = bits;
    }

    @Override
    boolean basic() {
      return true;
    }

    @Override
    Object random(Random random) {
      return new BigInteger(1, randomBytes(random, bits / 8)).toString();
    }

    @Override
    List<Integer> fixedLength() {
      return List.of(bits / 8);
    }

    @Override
    byte[] encode(Object plain) {
      return littleEndian(new BigInteger((String) plain), bits / 8);
    }

    @Override
    byte[] root(Object plain) {
      return Arrays.copyOf(encode(plain), 32);
    }
  }

  static final class Bool extends Shape {

    Bool() {
      super(SszTypes.bool());
    }

    @Override
    boolean basic() {
      return true;
    }

    @Override
    Object random(Random random) {
      return random.nextBoolean();
    }

    @Override
    List<Integer> fixedLength() {
      return List.of(1);
    }

    @Override
    byte[] encode(Object plain) {
      return new byte[] {(byte) ((Boolean) plain ? 1 : 0)};
    }

    @Override
    byte[] root(Object plain) {
      return Arrays.copyOf(encode(plain), 32);
    }
  }

  /** Byte strings. */
  static final class ByteString extends Shape {

    private final long length;
    private final boolean fixed;

    ByteString(SszType<?> type, long length, boolean fixed) {
      super(type);
      this.length = length;
      this.fixed = fixed;
    }

    @Override
    Object random(Random random) {
      return hex(randomBytes(random, fixed ? (int) length : randomSize(random, length)));
    }

    @Override
    List<Integer> fixedLength() {
      return fixed ? List.of((int) length) : List.of();
    }

    @Override
    byte[] encode(Object plain) {
      return unhex(plain);
    }

    @Override
    byte[] root(Object plain) {
      byte[] bytes = unhex(plain);
      byte[] root = merkleize(chunks(bytes), (length + 31) / 32);
      return fixed ? root : mixInLength(root, bytes.length);
    }
  }

  /** Bit strings; the plain form is the hex of the encoding. */
  static final class BitString extends Shape {

    private final long length;
    private final boolean fixed;

    BitString(long length, boolean fixed) {
      super(fixed ? SszTypes.bitvector(length) : SszTypes.bitlist(length));
      this.length = length;
      this.fixed = fixed;
    }

    @Override
    Object random(Random random) {
      int size = fixed ? (int) length : randomSize(random, length);
      BigInteger bits = new BigInteger(size, random);
      return hex(
          fixed
              ? littleEndian(bits, (size + 7) / 8)
              : littleEndian(bits.setBit(size), size / 8 + 1));
    }

    @Override
    List<Integer> fixedLength() {
      return fixed ? List.of((int) (length + 7) / 8) : List.of();
    }

    @Override
    byte[] encode(Object plain) {
      return unhex(plain);
    }

    @Override
    byte[] root(Object plain) {
      byte[] bytes = unhex(plain);
      if (fixed) {
        return merkleize(chunks(bytes), (length + 255) / 256);
      }
      BigInteger bits = BigInteger.ZERO;
      for (int i = bytes.length - 1; i >= 0; i--) {
        bits = bits.shiftLeft(8).add(BigInteger.valueOf(bytes[i] & 0xff));
      }
      int size = bits.bitLength() - 1;
      byte[] packed = littleEndian(bits.clearBit(size), (size + 7) / 8);
      return mixInLength(merkleize(chunks(packed), (length + 255) / 256), size);
    }
  }

  /** Vectors and lists. */
  static final class Series extends Shape {

    private final Shape element;
    private final long length;
    private final boolean vector;

    Series(SszType<?> type, Shape element, long length, boolean vector) {
      super(type);
      this.element = element;
      this.length = length;
      this.vector = vector;
    }

    static Series vector(Shape element, long length) {
      return new Series(SszTypes.vector(element.type, length), element, length, true);
    }

    static Series list(Shape element, long limit) {
      return new Series(SszTypes.list(element.type, limit), element, limit, false);
    }

    @Override
    Object random(Random random) {
      // Series of composite elements stay small: the oracle takes its time.
      int size = vector ? (int) length : randomSize(random, Math.min(length, most()));
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        boolean again = i > 0 && random.nextInt(3) == 0;
        values.add(again ? values.get(i - 1) : element.random(random));
      }
      return values;
    }

    private int most() {
      return element.basic() || type.defaultValue() instanceof RootList ? 70 : 7;
    }

    @Override
    List<Integer> fixedLength() {
      return vector
          ? element.fixedLength().stream().map(each -> each * (int) length).toList()
          : List.of();
    }

    @Override
    byte[] encode(Object plain) {
      List<?> values = (List<?>) plain;
      return series(Collections.nCopies(values.size(), element), values);
    }

    @Override
    byte[] root(Object plain) {
      List<?> values = (List<?>) plain;
      byte[] root;
      if (element.basic()) {
        int size = element.fixedLength().get(0);
        root = merkleize(chunks(encode(plain)), (length * size + 31) / 32);
      } else {
        root = merkleize(values.stream().map(element::root).toList(), length);
      }
      return vector ? root : mixInLength(root, values.size());
    }
  }

  static final class Container extends Shape {

    private final Class<?> container;
    private final Map<String, Shape> fields;

    Container(Class<?> container, Map<String, Shape> fields) {
      super(Samples.SSZ.type(container));
      this.container = container;
      this.fields = fields;
    }

    @Override
    Object random(Random random) {
      Map<String, Object> values = new LinkedHashMap<>();
      fields.forEach((name, shape) -> values.put(name, shape.random(random)));
      return values;
    }

    @Override
    List<Integer> fixedLength() {
      return fields.values().stream().anyMatch(shape -> shape.fixedLength().isEmpty())
          ? List.of()
          : List.of(fields.values().stream().mapToInt(shape -> shape.fixedLength().get(0)).sum());
    }

    @Override
    byte[] encode(Object plain) {
      return series(List.copyOf(fields.values()), new ArrayList<>(((Map<?, ?>) plain).values()));
    }

    String name() {
      return container.getSimpleName();
    }

    private List<byte[]> roots(Object plain) {
      return fields.entrySet().stream()
          .map(field -> field.getValue().root(((Map<?, ?>) plain).get(field.getKey())))
          .toList();
    }

    @Override
    byte[] root(Object plain) {
      return merkleize(roots(plain), fields.size());
    }

    byte[] signingRoot(Object plain) {
      return merkleize(roots(plain).subList(0, fields.size() - 1), fields.size() - 1L);
    }
  }
}
