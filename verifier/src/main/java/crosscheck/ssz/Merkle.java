package crosscheck.ssz;

/**
 * Merkleization of plain bytes, for roots of values too many to be made objects of.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/simple-serialize.md#merkleization">spec</a>
 */
public final class Merkle {

  /** Bytes in a chunk and in a root. */
  public static final int CHUNK = Hasher.CHUNK;

  private Merkle() {}

  /** Depth of a tree with room for {@code limit} chunks: the binary logarithm, rounded up. */
  public static int depth(long limit) {
    return Tree.height(limit);
  }

  /**
   * Writes the root of a tree of {@code 2^depth} chunks that begins with {@code length} bytes of
   * {@code in} and is zero behind them.
   */
  public static void root(byte[] in, int length, int depth, byte[] out, int at) {
    Hasher hasher = Hasher.current();
    int root = hasher.push(1);
    Chunks.root(in, length, depth, hasher, root);
    System.arraycopy(hasher.stack(), root, out, at, CHUNK);
    hasher.pop(root);
  }

  /** As {@link #root}, with the length of a list mixed in. */
  public static void listRoot(byte[] in, int length, int depth, long elements, byte[] out, int at) {
    Hasher hasher = Hasher.current();
    int root = hasher.push(1);
    Chunks.root(in, length, depth, hasher, root);
    hasher.mixInLength(root, elements);
    System.arraycopy(hasher.stack(), root, out, at, CHUNK);
    hasher.pop(root);
  }
}
