package crosscheck.ssz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Vectors and lists: what does not depend on how the elements are kept.
 *
 * @param <L> the list
 * @param <E> its elements
 */
abstract sealed class SeriesCodec<L, E> extends Codec<L>
    permits SszListCodec, Uint64ListCodec, RootListCodec {

  final Codec<E> element;
  final Bound bound;

  SeriesCodec(Codec<E> element, Bound bound) {
    super(lengthOf(element, bound));
    this.element = element;
    this.bound = bound;
  }

  private static int lengthOf(Codec<?> element, Bound bound) {
    return bound.vector() && element.fixedSize()
        ? Math.multiplyExact(bound.vectorLength(), element.byteLength())
        : VARIABLE;
  }

  abstract int size(L list);

  abstract E get(L list, int index);

  abstract Iterable<E> elements(L list);

  abstract L copyOf(List<E> elements);

  /** Elements of fixed size, their number checked. */
  abstract L readElements(byte[] in, int from, int count) throws SszException;

  abstract void writeElements(L list, Output out);

  /** The root of the elements, without the length. */
  abstract void elementsRoot(L list, Hasher hasher, int at);

  /** Offers indices both lists have; elements at all others are equal. */
  abstract void differing(L before, L after, IntConsumer visit);

  @Override
  final int shortest() {
    if (!bound.vector()) {
      return 0;
    }
    return fixedSize() ? byteLength() : Math.multiplyExact(bound.vectorLength(), OFFSET);
  }

  @Override
  L read(byte[] in, int from, int to) throws SszException {
    checkLength(from, to);
    int elementLength = element.byteLength();
    int count = (to - from) / elementLength;
    if (count * elementLength != to - from) {
      throw new SszException(
          SszException.Kind.LENGTH,
          from + count * elementLength,
          "has " + (to - from) + " bytes, not a multiple of " + elementLength);
    }
    bound.check(count, (int) (from + Math.min(bound.length(), count) * elementLength));
    return readElements(in, from, count);
  }

  @Override
  final void write(L list, Output out) {
    bound.require(size(list));
    writeElements(list, out);
  }

  @Override
  public final void root(L list, Hasher hasher, int at) {
    bound.require(size(list));
    elementsRoot(list, hasher, at);
    if (!bound.vector()) {
      hasher.mixInLength(at, size(list));
    }
  }

  @Override
  public L defaultValue() {
    return copyOf(
        bound.vector()
            ? Collections.nCopies(bound.vectorLength(), element.defaultValue())
            : List.of());
  }

  @Override
  public final Object toPlain(L list) {
    List<Object> plain = new ArrayList<>(size(list));
    for (E each : elements(list)) {
      plain.add(element.toPlain(each));
    }
    return plain;
  }

  @Override
  public final L fromPlain(Object plain) throws SszException {
    List<?> values = Plain.list(plain);
    bound.checkPlain(values.size());
    List<E> elements = new ArrayList<>(values.size());
    for (Object value : values) {
      try {
        elements.add(element.fromPlain(value));
      } catch (SszException e) {
        throw e.within("[" + elements.size() + "]");
      }
    }
    return copyOf(elements);
  }

  @Override
  final void diff(L before, L after, String path, DiffCollector out) {
    if (before == after) {
      return;
    }
    differing(
        before,
        after,
        i -> {
          if (!out.full()) {
            element.diff(get(before, i), get(after, i), path + "[" + i + "]", out);
          }
        });
    for (int i = size(after); i < size(before) && !out.full(); i++) {
      out.removed(path + "[" + i + "]", element.toPlain(get(before, i)));
    }
    for (int i = size(before); i < size(after) && !out.full(); i++) {
      out.added(path + "[" + i + "]", element.toPlain(get(after, i)));
    }
  }
}
