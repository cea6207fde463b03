package crosscheck.ssz;

import crosscheck.ssz.Node.Packed;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Trees of packed leaves, built leaf by leaf: {@code while (packing.next())} fill {@link #words()}
 * with the words from {@link #from()} on. Leaves with the content of their predecessor become the
 * same object, because real states are full of repeated values: zeros, first hashes, equal
 * balances.
 */
final class Packing {

  private final int size;
  private final Node[] leaves;
  private int next;
  private long[] words = {};

  /**
   * @param size words, 8 bytes each
   */
  Packing(int size) {
    this.size = size;
    this.leaves = new Node[(size + Packed.WORDS - 1) / Packed.WORDS];
  }

  /** Finishes the leaf that was filled last and begins another; false when there is none. */
  boolean next() {
    finish();
    if (next == leaves.length) {
      return false;
    }
    words = new long[Math.min(Packed.WORDS, size - next * Packed.WORDS)];
    next++;
    return true;
  }

  private void finish() {
    if (next > 0) {
      boolean again = next > 1 && Arrays.equals(((Packed) leaves[next - 2]).words, words);
      leaves[next - 1] = again ? leaves[next - 2] : new Packed(words);
    }
  }

  /** Index of the first word of the current leaf. */
  int from() {
    return (next - 1) * Packed.WORDS;
  }

  long[] words() {
    return words;
  }

  Tree<Packed> tree() {
    return Tree.of(leaves, leaves.length);
  }

  static Tree<Packed> read(byte[] in, int from, int size) {
    Packing packing = new Packing(size);
    while (packing.next()) {
      long[] words = packing.words();
      int at = from + packing.from() * Long.BYTES;
      for (int i = 0; i < words.length; i++) {
        words[i] = LittleEndian.getLong(in, at + i * Long.BYTES);
      }
    }
    return packing.tree();
  }

  static void write(Tree<Packed> tree, byte[] out, int at) {
    int end = at;
    for (Packed leaf : tree) {
      for (long word : leaf.words) {
        LittleEndian.putLong(out, end, word);
        end += Long.BYTES;
      }
    }
  }

  /**
   * A tree with more words at its end; they fit into the last leaf or begin a new one.
   *
   * @param size words so far
   */
  static Tree<Packed> plus(Tree<Packed> tree, int size, long... more) {
    int used = size % Packed.WORDS;
    if (used == 0) {
      return tree.plus(new Packed(more));
    }
    int last = tree.leaves() - 1;
    long[] words = Arrays.copyOf(tree.leaf(last).words, used + more.length);
    System.arraycopy(more, 0, words, used, more.length);
    return tree.with(last, new Packed(words));
  }

  static void root(Tree<Packed> tree, int depth, Hasher hasher, int at) {
    tree.root(Packing::noElements, Packed.DEPTH, depth, hasher, at);
  }

  private static void noElements(Object element, Hasher hasher, int at) {
    throw new IllegalStateException("a packed leaf hashes itself");
  }

  /** Whether trees of the same number of words hold the same words. */
  static boolean equal(Tree<Packed> a, Tree<Packed> b) {
    Iterator<Packed> others = b.iterator();
    for (Packed leaf : a) {
      Packed other = others.next();
      if (leaf != other && !Arrays.equals(leaf.words, other.words)) {
        return false;
      }
    }
    return true;
  }
}
