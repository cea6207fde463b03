package crosscheck.ssz;

import crosscheck.ssz.Node.Packed;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/**
 * An immutable list of uint64, 64 to a leaf, that shares structure with the lists it was made from
 * and remembers the Merkle roots of its parts: about 10 bytes an element, and about 1 KB for a list
 * with one element changed. Like {@link SszList} it knows nothing of limits.
 */
public final class Uint64List {

  private static final int PER_LEAF = Packed.WORDS;
  private static final Uint64List EMPTY = new Uint64List(Tree.empty(), 0);

  private final Tree<Packed> tree;
  private final int size;

  private Uint64List(Tree<Packed> tree, int size) {
    this.tree = tree;
    this.size = size;
  }

  public static Uint64List empty() {
    return EMPTY;
  }

  public static Uint64List of(long... values) {
    Packing packing = new Packing(values.length);
    while (packing.next()) {
      System.arraycopy(values, packing.from(), packing.words(), 0, packing.words().length);
    }
    return new Uint64List(packing.tree(), values.length);
  }

  /** {@code size} times the same value. */
  public static Uint64List filled(int size, long value) {
    long[] values = new long[size];
    Arrays.fill(values, value);
    return of(values);
  }

  /** For the codec: {@code size} values from their encoding. */
  static Uint64List read(byte[] in, int from, int size) {
    return new Uint64List(Packing.read(in, from, size), size);
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * @param index read as unsigned
   * @throws IndexOutOfBoundsException when there is no such element
   */
  public long get(long index) {
    int i = Indices.check(index, size);
    return tree.leaf(i / PER_LEAF).words[i % PER_LEAF];
  }

  /** The list with another value at {@code index}, or itself when the value is there already. */
  public Uint64List with(long index, long value) {
    int i = Indices.check(index, size);
    long[] words = tree.leaf(i / PER_LEAF).words;
    if (words[i % PER_LEAF] == value) {
      return this;
    }
    long[] changed = words.clone();
    changed[i % PER_LEAF] = value;
    return new Uint64List(tree.with(i / PER_LEAF, new Packed(changed)), size);
  }

  /** The list with one value more at its end. */
  public Uint64List plus(long value) {
    return new Uint64List(Packing.plus(tree, size, value), size + 1);
  }

  /**
   * The list with these values instead. Leaves whose 64 values are the same as before are kept,
   * with their roots.
   *
   * @throws IllegalArgumentException when there are not {@link #size()} values
   */
  public Uint64List withAll(long[] values) {
    if (values.length != size) {
      throw new IllegalArgumentException(values.length + " values for " + size + " elements");
    }
    Tree<Packed> mapped =
        tree.map(
            (index, leaf) -> {
              int from = index * PER_LEAF;
              int to = from + leaf.words.length;
              return Arrays.equals(leaf.words, 0, leaf.words.length, values, from, to)
                  ? leaf
                  : new Packed(Arrays.copyOfRange(values, from, to));
            });
    return mapped == tree ? this : new Uint64List(mapped, size);
  }

  /** All values, in an array of the caller's own. */
  public long[] toArray() {
    long[] values = new long[size];
    int at = 0;
    for (Packed leaf : tree) {
      System.arraycopy(leaf.words, 0, values, at, leaf.words.length);
      at += leaf.words.length;
    }
    return values;
  }

  /** All values in order. */
  public LongStream stream() {
    return Arrays.stream(toArray());
  }

  void write(byte[] out, int at) {
    Packing.write(tree, out, at);
  }

  void root(int depth, Hasher hasher, int at) {
    Packing.root(tree, depth, hasher, at);
  }

  /** Indices both lists have, where the values differ. */
  void differing(Uint64List that, IntConsumer visit) {
    tree.differing(
        that.tree,
        leaf -> {
          int from = leaf * PER_LEAF;
          int to = Math.min(from + PER_LEAF, Math.min(size, that.size));
          for (int i = from; i < to; i++) {
            if (get(i) != that.get(i)) {
              visit.accept(i);
            }
          }
        });
  }

  /** For tests that look at the nodes. */
  Tree<Packed> tree() {
    return tree;
  }

  /** Equal values in equal order. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Uint64List that
            && size == that.size
            && Packing.equal(tree, that.tree));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toArray());
  }

  /** The values as signed numbers. */
  @Override
  public String toString() {
    return Arrays.toString(toArray());
  }
}
