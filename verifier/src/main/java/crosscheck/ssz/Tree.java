package crosscheck.ssz;

import crosscheck.ssz.Node.Branch;
import crosscheck.ssz.Node.Zero;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntConsumer;

/**
 * A persistent binary tree over leaves in order, no higher than their number asks for: a changed
 * leaf costs one new node per level, everything else is shared with the tree it came from.
 *
 * @param <L> class of the leaves
 */
final class Tree<L extends Node> implements Iterable<L> {

  private final Node root;
  private final int leaves;
  private final int height;

  private Tree(Node root, int leaves) {
    this.root = root;
    this.leaves = leaves;
    this.height = height(leaves);
  }

  /** New content for a leaf; answering with the same object keeps the leaf. */
  @FunctionalInterface
  interface LeafChange<L> {
    L apply(int index, L leaf);
  }

  /** Levels above {@code leaves} leaves: the binary logarithm, rounded up; 0 for none. */
  static int height(long leaves) {
    return leaves <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(leaves - 1);
  }

  static <L extends Node> Tree<L> empty() {
    return new Tree<>(Zero.NODE, 0);
  }

  /**
   * A tree over the first {@code count} nodes. Neighbours that are one object share the branches
   * above them, so a filled vector takes little memory and few hashes.
   *
   * @param nodes the leaves; used as scratch space
   */
  static <L extends Node> Tree<L> of(Node[] nodes, int count) {
    if (count == 0) {
      return empty();
    }
    for (int width = count; width > 1; width = (width + 1) / 2) {
      Branch last = new Branch(Zero.NODE, Zero.NODE);
      for (int i = 0; i < width; i += 2) {
        Node left = nodes[i];
        Node right = i + 1 < width ? nodes[i + 1] : Zero.NODE;
        if (left != last.left || right != last.right) {
          last = new Branch(left, right);
        }
        nodes[i / 2] = last;
      }
    }
    return new Tree<>(nodes[0], count);
  }

  /** For tests that look at the nodes. */
  Node top() {
    return root;
  }

  int leaves() {
    return leaves;
  }

  @SuppressWarnings("unchecked") // nodes at the bottom are leaves
  L leaf(int index) {
    Node node = root;
    for (int level = height - 1; level >= 0; level--) {
      Branch branch = (Branch) node;
      node = (index >>> level & 1) == 0 ? branch.left : branch.right;
    }
    return (L) node;
  }

  Tree<L> with(int index, L leaf) {
    return new Tree<>(with(root, height, index, leaf), leaves);
  }

  private static Node with(Node node, int height, int index, Node leaf) {
    if (height == 0) {
      return leaf;
    }
    boolean left = (index >>> (height - 1) & 1) == 0;
    if (node instanceof Branch branch) {
      return left
          ? new Branch(with(branch.left, height - 1, index, leaf), branch.right)
          : new Branch(branch.left, with(branch.right, height - 1, index, leaf));
    }
    return new Branch(with(Zero.NODE, height - 1, index, leaf), Zero.NODE);
  }

  /** One leaf more, at the end. */
  Tree<L> plus(L leaf) {
    boolean full = leaves == 1 << height && leaves > 0;
    Node base = full ? new Branch(root, Zero.NODE) : root;
    return new Tree<>(with(base, full ? height + 1 : height, leaves, leaf), leaves + 1);
  }

  /** Offers every leaf for change in one pass; subtrees in which none changed stay as they are. */
  Tree<L> map(LeafChange<L> change) {
    Node mapped = map(root, height, 0, change);
    return mapped == root ? this : new Tree<>(mapped, leaves);
  }

  @SuppressWarnings("unchecked") // nodes at the bottom are leaves
  private static <L extends Node> Node map(Node node, int height, int index, LeafChange<L> change) {
    if (node instanceof Branch branch) {
      Node left = map(branch.left, height - 1, index, change);
      Node right = map(branch.right, height - 1, index + (1 << (height - 1)), change);
      return left == branch.left && right == branch.right ? node : new Branch(left, right);
    }
    return node instanceof Zero ? node : change.apply(index, (L) node);
  }

  /**
   * Writes the root of a tree of {@code 2^depth} chunks that begins with these leaves.
   *
   * @param leafDepth levels of hashing within a full leaf
   */
  void root(ElementRoot<?> elements, int leafDepth, int depth, Hasher hasher, int at) {
    if (leaves == 0) {
      hasher.zero(depth, at);
    } else if (depth < leafDepth) {
      // The type is narrower than a leaf; what leaves remember is the root of a full one.
      root.compute(elements, depth, hasher, at);
    } else {
      root.root(elements, leafDepth + height, hasher, at);
      hasher.extend(at, leafDepth + height, depth);
    }
  }

  /**
   * Calls {@code visit} for leaves both trees have, in order, except where they are one object or
   * their roots are known and equal.
   */
  void differing(Tree<L> that, IntConsumer visit) {
    int common = Math.max(height, that.height);
    differing(raised(common), that.raised(common), common, 0, visit);
  }

  private Node raised(int to) {
    Node node = root;
    for (int level = height; level < to; level++) {
      node = new Branch(node, Zero.NODE);
    }
    return node;
  }

  private static void differing(Node a, Node b, int height, int index, IntConsumer visit) {
    if (a == b || a instanceof Zero || b instanceof Zero || a.sameKnownRoot(b)) {
      return;
    }
    if (height == 0) {
      visit.accept(index);
      return;
    }
    Branch left = (Branch) a;
    Branch right = (Branch) b;
    differing(left.left, right.left, height - 1, index, visit);
    differing(left.right, right.right, height - 1, index + (1 << (height - 1)), visit);
  }

  /** The leaves in order, each in constant time on average. */
  @Override
  public Iterator<L> iterator() {
    return new Leaves();
  }

  private final class Leaves implements Iterator<L> {

    private final Node[] pending = new Node[height + 1];
    private int top = 1;
    private int left = leaves;

    Leaves() {
      pending[0] = root;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    @SuppressWarnings("unchecked") // nodes at the bottom are leaves
    public L next() {
      if (left-- <= 0) {
        throw new NoSuchElementException();
      }
      Node node = pending[--top];
      while (node instanceof Branch branch) {
        pending[top++] = branch.right;
        node = branch.left;
      }
      return (L) node;
    }
  }
}
