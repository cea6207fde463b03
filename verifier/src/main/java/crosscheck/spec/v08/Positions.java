package crosscheck.spec.v08;

import crosscheck.spec.ImplicitCheck;
import crosscheck.spec.InvalidException;
import crosscheck.spec.Uint64;
import crosscheck.ssz.RootList;
import crosscheck.ssz.SszList;
import org.apache.tuweni.bytes.Bytes32;

/** List accesses that a block can make fail: outside of the list, or beyond its limit. */
final class Positions {

  private Positions() {}

  /** A uint64 index as a position in a list of {@code size}; invalid input when outside. */
  static int within(long index, int size, String what) {
    if (!Uint64.less(index, size)) {
      throw InvalidException.implicit(
          ImplicitCheck.INDEX_OUT_OF_RANGE,
          "a " + what + " index below " + size,
          Uint64.text(index));
    }
    return (int) index;
  }

  /** The list with one more element; invalid input when it is full. */
  static <E> SszList<E> appended(SszList<E> list, E element, long limit) {
    requireRoom(list.size(), limit);
    return list.plus(element);
  }

  /** The list with one more root; invalid input when it is full. */
  static RootList appended(RootList list, Bytes32 root, long limit) {
    requireRoom(list.size(), limit);
    return list.plus(root);
  }

  private static void requireRoom(int size, long limit) {
    if (!Uint64.less(size, limit)) {
      throw InvalidException.implicit(
          ImplicitCheck.LIST_FULL, "at most " + Uint64.text(limit) + " elements", "one more");
    }
  }
}
