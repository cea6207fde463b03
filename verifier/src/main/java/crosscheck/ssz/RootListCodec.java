package crosscheck.ssz;

import java.util.List;
import java.util.function.IntConsumer;
import org.apache.tuweni.bytes.Bytes32;

/** Vectors and lists of 32-byte strings, kept as {@link RootList}. */
final class RootListCodec extends SeriesCodec<RootList, Bytes32> {

  RootListCodec(Bound bound) {
    super(new BytesCodec.Root(), bound);
  }

  @Override
  int size(RootList list) {
    return list.size();
  }

  @Override
  Bytes32 get(RootList list, int index) {
    return list.get(index);
  }

  @Override
  Iterable<Bytes32> elements(RootList list) {
    return list;
  }

  @Override
  RootList copyOf(List<Bytes32> elements) {
    return RootList.copyOf(elements);
  }

  @Override
  RootList readElements(byte[] in, int from, int count) {
    return RootList.read(in, from, count);
  }

  @Override
  void writeElements(RootList list, Output out) {
    int at = out.reserve(Math.multiplyExact(list.size(), Bytes32.SIZE));
    list.write(out.bytes(), at);
  }

  @Override
  void elementsRoot(RootList list, Hasher hasher, int at) {
    list.root(bound.depth(1), hasher, at);
  }

  @Override
  void differing(RootList before, RootList after, IntConsumer visit) {
    before.differing(after, visit);
  }
}
