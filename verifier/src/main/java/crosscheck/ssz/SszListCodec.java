package crosscheck.ssz;

import java.util.List;
import java.util.function.IntConsumer;

/** Vectors and lists of any elements, kept as {@link SszList}. */
final class SszListCodec<E> extends SeriesCodec<SszList<E>, E> {

  /** Of the Merkle tree; basic elements share chunks. */
  private final int depth;

  SszListCodec(Codec<E> element, Bound bound) {
    super(element, bound);
    depth =
        bound.depth(element instanceof BasicCodec<E> basic ? Hasher.CHUNK / basic.byteLength() : 1);
  }

  @Override
  int size(SszList<E> list) {
    return list.size();
  }

  @Override
  E get(SszList<E> list, int index) {
    return list.get(index);
  }

  @Override
  Iterable<E> elements(SszList<E> list) {
    return list;
  }

  @Override
  SszList<E> copyOf(List<E> elements) {
    return SszList.copyOf(elements);
  }

  @Override
  SszList<E> read(byte[] in, int from, int to) throws SszException {
    return element.fixedSize() ? super.read(in, from, to) : readVariable(in, from, to);
  }

  @Override
  SszList<E> readElements(byte[] in, int from, int count) throws SszException {
    int length = element.byteLength();
    Node[] leaves = new Node[count];
    for (int i = 0; i < count; i++) {
      leaves[i] = leaf(in, from + i * length, from + (i + 1) * length, i);
    }
    return SszList.ofLeaves(leaves);
  }

  private SszList<E> readVariable(byte[] in, int from, int to) throws SszException {
    checkLength(from, to);
    if (from == to) {
      return SszList.empty();
    }
    int[] starts = starts(in, from, to);
    Node[] leaves = new Node[starts.length - 1];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = leaf(in, starts[i], starts[i + 1], i);
    }
    return SszList.ofLeaves(leaves);
  }

  /**
   * Where the elements begin, and last where the list ends. All offsets are checked before any
   * element.
   */
  private int[] starts(byte[] in, int from, int to) throws SszException {
    Offsets offsets = new Offsets(in, from, to);
    int count = offsets.countOfSeries(bound);
    int[] starts = new int[count + 1];
    starts[0] = from + count * OFFSET;
    for (int i = 1; i < count; i++) {
      try {
        starts[i] = offsets.next(from + i * OFFSET, starts[i - 1]);
      } catch (SszException e) {
        throw e.within("[" + i + "]");
      }
    }
    starts[count] = to;
    return starts;
  }

  private Node leaf(byte[] in, int from, int to, int index) throws SszException {
    try {
      return new Node.Leaf<>(element.read(in, from, to));
    } catch (SszException e) {
      throw e.within("[" + index + "]");
    }
  }

  @Override
  void writeElements(SszList<E> list, Output out) {
    if (element.fixedSize()) {
      for (E each : list) {
        element.write(each, out);
      }
      return;
    }
    int base = out.length();
    int slot = out.reserve(Math.multiplyExact(list.size(), OFFSET));
    for (E each : list) {
      LittleEndian.putInt(out.bytes(), slot, out.length() - base);
      slot += OFFSET;
      element.write(each, out);
    }
  }

  @Override
  void elementsRoot(SszList<E> list, Hasher hasher, int at) {
    if (element instanceof BasicCodec<E>) {
      Output packed = new Output(Math.multiplyExact(list.size(), element.byteLength()));
      writeElements(list, packed);
      Chunks.root(packed.bytes(), packed.length(), depth, hasher, at);
    } else {
      list.root(element, depth, hasher, at);
    }
  }

  @Override
  void differing(SszList<E> before, SszList<E> after, IntConsumer visit) {
    before.differing(after, visit);
  }
}
