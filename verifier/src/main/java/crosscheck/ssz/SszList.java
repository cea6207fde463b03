package crosscheck.ssz;

import crosscheck.ssz.Node.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An immutable list of objects that shares structure with the lists it was made from, and remembers
 * the Merkle roots of its parts: one changed element costs one new node per level, in memory and in
 * hashing. Elements are compared by identity where that is a short cut, and must not change.
 *
 * <p>A list knows nothing of limits, lengths or how its elements are encoded; its type does ({@link
 * Limit}, {@link Length}). Because the roots stay with it, a list belongs to one configuration. For
 * {@code uint64} and roots there are the denser {@link Uint64List} and {@link RootList}.
 */
public final class SszList<E> implements Iterable<E> {

  private static final SszList<Object> EMPTY = new SszList<>(Tree.empty());

  private final Tree<Leaf<E>> tree;

  private SszList(Tree<Leaf<E>> tree) {
    this.tree = tree;
  }

  /** A function of an element and its index. */
  @FunctionalInterface
  public interface Change<E> {
    /** The element to have at {@code index}; answering with {@code element} itself keeps it. */
    E apply(int index, E element);
  }

  /** Something to do with each element. */
  @FunctionalInterface
  public interface Visitor<E> {
    void visit(int index, E element);
  }

  @SuppressWarnings("unchecked") // an empty list holds no element of any class
  public static <E> SszList<E> empty() {
    return (SszList<E>) EMPTY;
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public static <E> SszList<E> of(E... elements) {
    return copyOf(Arrays.asList(elements));
  }

  public static <E> SszList<E> copyOf(Iterable<? extends E> elements) {
    List<Node> leaves = new ArrayList<>();
    E last = null;
    for (E element : elements) {
      boolean again = element == last && !leaves.isEmpty();
      leaves.add(again ? leaves.get(leaves.size() - 1) : leafOf(element));
      last = element;
    }
    return new SszList<>(Tree.of(leaves.toArray(Node[]::new), leaves.size()));
  }

  /** {@code size} times the same element. */
  public static <E> SszList<E> filled(int size, E element) {
    Node[] leaves = new Node[size];
    Arrays.fill(leaves, leafOf(element));
    return new SszList<>(Tree.of(leaves, size));
  }

  private static <E> Leaf<E> leafOf(E element) {
    return new Leaf<>(Objects.requireNonNull(element, "element"));
  }

  /** For the codec: a list of leaves it filled itself. */
  static <E> SszList<E> ofLeaves(Node[] leaves) {
    return new SszList<>(Tree.of(leaves, leaves.length));
  }

  public int size() {
    return tree.leaves();
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  /**
   * @param index read as unsigned
   * @throws IndexOutOfBoundsException when there is no such element
   */
  public E get(long index) {
    return tree.leaf(Indices.check(index, size())).element;
  }

  /** The list with another element at {@code index}, or itself when that is the same object. */
  public SszList<E> with(long index, E element) {
    int i = Indices.check(index, size());
    return tree.leaf(i).element == element ? this : new SszList<>(tree.with(i, leafOf(element)));
  }

  /** The list with one element more at its end. */
  public SszList<E> plus(E element) {
    return new SszList<>(tree.plus(leafOf(element)));
  }

  /**
   * Offers every element for change, in one pass from first to last. Wherever nothing changed, the
   * result shares everything with this list; where nothing changed at all it is this list.
   */
  public SszList<E> update(Change<E> change) {
    Tree<Leaf<E>> mapped =
        tree.map(
            (index, leaf) -> {
              E element = change.apply(index, leaf.element);
              return element == leaf.element ? leaf : leafOf(element);
            });
    return mapped == tree ? this : new SszList<>(mapped);
  }

  public void forEachIndexed(Visitor<? super E> visitor) {
    int index = 0;
    for (Leaf<E> leaf : tree) {
      visitor.visit(index++, leaf.element);
    }
  }

  @Override
  public Iterator<E> iterator() {
    Iterator<Leaf<E>> leaves = tree.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return leaves.hasNext();
      }

      @Override
      public E next() {
        return leaves.next().element;
      }
    };
  }

  public Stream<E> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /** A copy as a plain list. */
  public List<E> toList() {
    return stream().toList();
  }

  void root(ElementRoot<E> elements, int depth, Hasher hasher, int at) {
    tree.root(elements, Leaf.DEPTH, depth, hasher, at);
  }

  /** Indices both lists have, where the elements are not the same object. */
  void differing(SszList<E> that, IntConsumer visit) {
    tree.differing(that.tree, visit);
  }

  /** For tests that look at the nodes. */
  Tree<Leaf<E>> tree() {
    return tree;
  }

  /** Equal elements in equal order. */
  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof SszList<?> that) || size() != that.size()) {
      return false;
    }
    Iterator<?> theirs = that.iterator();
    for (E element : this) {
      Object their = theirs.next();
      if (element != their && !element.equals(their)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (E element : this) {
      hash = 31 * hash + element.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return toList().toString();
  }
}
