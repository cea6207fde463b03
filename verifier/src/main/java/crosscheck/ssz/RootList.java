package crosscheck.ssz;

import crosscheck.ssz.Node.Packed;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntConsumer;
import java.util.stream.StreamSupport;
import org.apache.tuweni.bytes.Bytes32;

/**
 * An immutable list of 32-byte strings, 16 to a leaf, that shares structure with the lists it was
 * made from and remembers the Merkle roots of its parts. Like {@link SszList} it knows nothing of
 * limits.
 */
public final class RootList implements Iterable<Bytes32> {

  private static final int WORDS_PER_ROOT = 4;
  private static final int PER_LEAF = Packed.WORDS / WORDS_PER_ROOT;
  private static final RootList EMPTY = new RootList(Tree.empty(), 0);

  private final Tree<Packed> tree;
  private final int size;

  private RootList(Tree<Packed> tree, int size) {
    this.tree = tree;
    this.size = size;
  }

  public static RootList empty() {
    return EMPTY;
  }

  public static RootList of(Bytes32... roots) {
    return copyOf(Arrays.asList(roots));
  }

  public static RootList copyOf(Iterable<Bytes32> roots) {
    List<Bytes32> all = StreamSupport.stream(roots.spliterator(), false).toList();
    Packing packing = new Packing(Math.multiplyExact(all.size(), WORDS_PER_ROOT));
    while (packing.next()) {
      long[] words = packing.words();
      int first = packing.from() / WORDS_PER_ROOT;
      for (int at = 0; at < words.length; at += WORDS_PER_ROOT) {
        put(words, at, all.get(first + at / WORDS_PER_ROOT));
      }
    }
    return new RootList(packing.tree(), all.size());
  }

  /** {@code size} times the same root. */
  public static RootList filled(int size, Bytes32 root) {
    return copyOf(Collections.nCopies(size, root));
  }

  /** For the codec: {@code size} roots from their encoding. */
  static RootList read(byte[] in, int from, int size) {
    return new RootList(Packing.read(in, from, size * WORDS_PER_ROOT), size);
  }

  private static void put(long[] words, int at, Bytes32 root) {
    CompactBytes32 compact = CompactBytes32.of(root);
    words[at] = compact.word0;
    words[at + 1] = compact.word1;
    words[at + 2] = compact.word2;
    words[at + 3] = compact.word3;
  }

  private static Bytes32 root(Packed leaf, int index) {
    long[] words = leaf.words;
    int at = index * WORDS_PER_ROOT;
    return new CompactBytes32(words[at], words[at + 1], words[at + 2], words[at + 3]);
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
  public Bytes32 get(long index) {
    int i = Indices.check(index, size);
    return root(tree.leaf(i / PER_LEAF), i % PER_LEAF);
  }

  /** The list with another root at {@code index}, or itself when that root is there already. */
  public RootList with(long index, Bytes32 root) {
    int i = Indices.check(index, size);
    Packed leaf = tree.leaf(i / PER_LEAF);
    if (root(leaf, i % PER_LEAF).equals(root)) {
      return this;
    }
    long[] changed = leaf.words.clone();
    put(changed, i % PER_LEAF * WORDS_PER_ROOT, root);
    return new RootList(tree.with(i / PER_LEAF, new Packed(changed)), size);
  }

  /** The list with one root more at its end. */
  public RootList plus(Bytes32 root) {
    long[] words = new long[WORDS_PER_ROOT];
    put(words, 0, root);
    return new RootList(Packing.plus(tree, size * WORDS_PER_ROOT, words), size + 1);
  }

  @Override
  public Iterator<Bytes32> iterator() {
    Iterator<Packed> leaves = tree.iterator();
    return new Iterator<>() {
      private int next;
      private Packed leaf;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Bytes32 next() {
        if (next >= size) {
          throw new NoSuchElementException();
        }
        if (next % PER_LEAF == 0) {
          leaf = leaves.next();
        }
        return root(leaf, next++ % PER_LEAF);
      }
    };
  }

  /** A copy as a plain list. */
  public List<Bytes32> toList() {
    return StreamSupport.stream(spliterator(), false).toList();
  }

  void write(byte[] out, int at) {
    Packing.write(tree, out, at);
  }

  void root(int depth, Hasher hasher, int at) {
    Packing.root(tree, depth, hasher, at);
  }

  /** Indices both lists have, where the roots differ. */
  void differing(RootList that, IntConsumer visit) {
    tree.differing(
        that.tree,
        leaf -> {
          int from = leaf * PER_LEAF;
          int to = Math.min(from + PER_LEAF, Math.min(size, that.size));
          for (int i = from; i < to; i++) {
            if (!get(i).equals(that.get(i))) {
              visit.accept(i);
            }
          }
        });
  }

  /** For tests that look at the nodes. */
  Tree<Packed> tree() {
    return tree;
  }

  /** Equal roots in equal order. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof RootList that && size == that.size && Packing.equal(tree, that.tree));
  }

  @Override
  public int hashCode() {
    return toList().hashCode();
  }

  @Override
  public String toString() {
    return toList().toString();
  }
}
