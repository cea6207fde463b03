package crosscheck.ssz;

import java.util.List;
import java.util.function.IntConsumer;

/** Vectors and lists of uint64, kept as {@link Uint64List}. */
final class Uint64ListCodec extends SeriesCodec<Uint64List, Long> {

  private static final int PER_CHUNK = Hasher.CHUNK / Long.BYTES;

  Uint64ListCodec(Bound bound) {
    super(new BasicCodec.Uint64(), bound);
  }

  @Override
  int size(Uint64List list) {
    return list.size();
  }

  @Override
  Long get(Uint64List list, int index) {
    return list.get(index);
  }

  @Override
  Iterable<Long> elements(Uint64List list) {
    return list.stream()::iterator;
  }

  @Override
  Uint64List copyOf(List<Long> elements) {
    return Uint64List.of(elements.stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  Uint64List readElements(byte[] in, int from, int count) {
    return Uint64List.read(in, from, count);
  }

  @Override
  void writeElements(Uint64List list, Output out) {
    int at = out.reserve(Math.multiplyExact(list.size(), Long.BYTES));
    list.write(out.bytes(), at);
  }

  @Override
  void elementsRoot(Uint64List list, Hasher hasher, int at) {
    list.root(bound.depth(PER_CHUNK), hasher, at);
  }

  @Override
  void differing(Uint64List before, Uint64List after, IntConsumer visit) {
    before.differing(after, visit);
  }
}
