package crosscheck.ssz;

import java.util.Objects;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What each kind of type has to say for itself: how its values stand in a byte array, on the
 * hasher's stack and in plain form, and where two of them differ. Reading works on one plain array
 * with absolute positions, so a fault knows its byte.
 */
abstract class Codec<T> implements SszType<T>, ElementRoot<T> {

  /** Bytes of an offset. */
  static final int OFFSET = 4;

  /** In place of a byte length: the type is of variable size. */
  static final int VARIABLE = -1;

  private static final int USUAL_SIZE = 512;

  private final int byteLength;

  /**
   * @param byteLength of every value, or {@link #VARIABLE}
   */
  Codec(int byteLength) {
    this.byteLength = byteLength;
  }

  @Override
  public final boolean fixedSize() {
    return byteLength != VARIABLE;
  }

  @Override
  public final int byteLength() {
    if (!fixedSize()) {
      throw new IllegalStateException("the type is of variable size");
    }
    return byteLength;
  }

  /** Bytes a value takes among the fixed parts of what contains it. */
  final int slot() {
    return fixedSize() ? byteLength : OFFSET;
  }

  /** Fewest bytes a value can have. */
  abstract int shortest();

  /** The value whose bytes are exactly those from {@code from} up to {@code to}. */
  abstract T read(byte[] in, int from, int to) throws SszException;

  /** Appends the bytes of the value. */
  abstract void write(T value, Output out);

  /** Appends the differences of two values under {@code path}. */
  void diff(T before, T after, String path, DiffCollector out) {
    if (!before.equals(after)) {
      out.changed(path, toPlain(before), toPlain(after));
    }
  }

  /**
   * Checks that the bytes are as many as the type's, or for variable size no fewer than possible.
   */
  final void checkLength(int from, int to) throws SszException {
    int length = to - from;
    if (fixedSize() ? length != byteLength : length < shortest()) {
      int expected = fixedSize() ? byteLength : shortest();
      throw new SszException(
          SszException.Kind.LENGTH,
          from + Math.min(length, expected),
          "has " + length + " bytes, needs " + (fixedSize() ? "" : "at least ") + expected);
    }
  }

  @Override
  public final Bytes encode(T value) {
    Output out = new Output(fixedSize() ? byteLength : USUAL_SIZE);
    write(Objects.requireNonNull(value), out);
    return out.toBytes();
  }

  @Override
  public final T decode(Bytes ssz) throws SszException {
    byte[] in = ssz.toArrayUnsafe();
    return read(in, 0, in.length);
  }

  @Override
  public final Bytes32 hashTreeRoot(T value) {
    return rootOf(this, Objects.requireNonNull(value));
  }

  /** A root computed by the calling thread's hasher, which is left as it was found. */
  static <E> Bytes32 rootOf(ElementRoot<E> elements, E value) {
    Hasher hasher = Hasher.current();
    int at = hasher.push(1);
    try {
      elements.root(value, hasher, at);
      return CompactBytes32.read(hasher.stack(), at);
    } finally {
      hasher.pop(at);
    }
  }
}
