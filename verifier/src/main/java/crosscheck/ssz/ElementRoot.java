package crosscheck.ssz;

/** How the elements of a list are hashed; lists themselves do not know. */
@FunctionalInterface
interface ElementRoot<E> {

  /** Writes the hash tree root of the element at {@code at} on the hasher's stack. */
  void root(E element, Hasher hasher, int at);
}
