package crosscheck.ssz;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A node of a persistent Merkle tree, with its root once that was asked for. Content never changes,
 * so nodes are shared between lists and threads.
 *
 * <p>The root is four words rather than an object: a leaf then takes 48 bytes and a branch 56. The
 * first word is published last and read first, and zero means that it is not known, so a reader
 * sees all of a root or nothing, without a flag or a lock; a true root beginning with eight zero
 * bytes is computed again each time, nothing worse.
 */
abstract sealed class Node {

  private static final VarHandle WORD0 = word0();

  @SuppressWarnings("UnusedVariable") // read and written through WORD0
  private long word0;

  private long word1;
  private long word2;
  private long word3;

  /**
   * Writes the root of this subtree at {@code at} on the hasher's stack.
   *
   * @param depth levels of hashing above the chunks
   */
  void root(ElementRoot<?> elements, int depth, Hasher hasher, int at) {
    long first = (long) WORD0.getAcquire(this);
    if (first == 0) {
      compute(elements, depth, hasher, at);
      byte[] stack = hasher.stack();
      word1 = LittleEndian.getLong(stack, at + 8);
      word2 = LittleEndian.getLong(stack, at + 16);
      word3 = LittleEndian.getLong(stack, at + 24);
      WORD0.setRelease(this, LittleEndian.getLong(stack, at));
    } else {
      byte[] stack = hasher.stack();
      LittleEndian.putLong(stack, at, first);
      LittleEndian.putLong(stack, at + 8, word1);
      LittleEndian.putLong(stack, at + 16, word2);
      LittleEndian.putLong(stack, at + 24, word3);
    }
  }

  /** Whether both roots are known already and equal. Computes nothing. */
  final boolean sameKnownRoot(Node that) {
    long first = (long) WORD0.getAcquire(this);
    return first != 0
        && first == (long) WORD0.getAcquire(that)
        && word1 == that.word1
        && word2 == that.word2
        && word3 == that.word3;
  }

  abstract void compute(ElementRoot<?> elements, int depth, Hasher hasher, int at);

  private static VarHandle word0() {
    try {
      return MethodHandles.lookup().findVarHandle(Node.class, "word0", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Two halves. */
  static final class Branch extends Node {

    final Node left;
    final Node right;

    Branch(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    void compute(ElementRoot<?> elements, int depth, Hasher hasher, int at) {
      int pair = hasher.push(2);
      left.root(elements, depth - 1, hasher, pair);
      right.root(elements, depth - 1, hasher, pair + Hasher.CHUNK);
      hasher.hashPair(pair, at);
      hasher.pop(pair);
    }
  }

  /** One composite element. */
  static final class Leaf<E> extends Node {

    static final int DEPTH = 0;

    final E element;

    Leaf(E element) {
      this.element = element;
    }

    @Override
    @SuppressWarnings("unchecked") // a list is hashed by the codec of its own elements
    void compute(ElementRoot<?> elements, int depth, Hasher hasher, int at) {
      ((ElementRoot<E>) elements).root(element, hasher, at);
    }
  }

  /** Up to 64 little-endian words, 16 chunks: that many uint64, or a quarter as many roots. */
  static final class Packed extends Node {

    static final int DEPTH = 4;
    static final int WORDS = 64;
    private static final int WORDS_PER_CHUNK = 4;

    /**
     * As many as there are: fewer than 64 only in the last leaf of a tree. Not to be written to.
     */
    final long[] words;

    Packed(long[] words) {
      this.words = words;
    }

    @Override
    void compute(ElementRoot<?> elements, int depth, Hasher hasher, int at) {
      int chunks = (words.length + WORDS_PER_CHUNK - 1) / WORDS_PER_CHUNK;
      int from = hasher.push(chunks + 1);
      byte[] stack = hasher.stack();
      int end = from;
      for (long word : words) {
        LittleEndian.putLong(stack, end, word);
        end += Long.BYTES;
      }
      hasher.clear(end, from + chunks * Hasher.CHUNK);
      hasher.merkleize(from, chunks, depth, at);
      hasher.pop(from);
    }
  }

  /** Nothing, as far as the tree reaches: a shared node for the empty right of a tree. */
  static final class Zero extends Node {

    static final Zero NODE = new Zero();

    private Zero() {}

    @Override
    void root(ElementRoot<?> elements, int depth, Hasher hasher, int at) {
      compute(elements, depth, hasher, at);
    }

    @Override
    void compute(ElementRoot<?> elements, int depth, Hasher hasher, int at) {
      hasher.zero(depth, at);
    }
  }
}
