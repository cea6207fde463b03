package crosscheck.indexer.exercise;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The segments of the tree of valid blocks, as {@code forks} has them. */
final class ForkTree {

  private final List<Fork> forks;
  private final Map<Integer, Fork> byId = new HashMap<>();

  /** A segment; fork 0 has no parent, and its base is the genesis slot. */
  record Fork(int id, OptionalInt parent, long baseSlot, long tipSlot) {

    static Fork of(ResultSet row) throws SQLException {
      int parent = row.getInt("parent_id");
      OptionalInt known = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(parent);
      return new Fork(row.getInt("id"), known, row.getLong("base_slot"), row.getLong("tip_slot"));
    }
  }

  /**
   * Two branches with a common block.
   *
   * @param fork the later one of the two
   * @param baseSlot slot of the common block
   * @param depthSlots from there to the tip of the one that ends first
   * @param branch the forks of which the one consists
   * @param others those of which the other consists, or several others
   */
  record Split(
      int fork, long baseSlot, long depthSlots, Set<Integer> branch, Set<Integer> others) {}

  /**
   * @param forks in the order of their numbers; a fork's number is greater than its parent's
   */
  ForkTree(List<Fork> forks) {
    this.forks = List.copyOf(forks);
    forks.forEach(fork -> byId.put(fork.id(), fork));
  }

  /** Slot of the last common block of two blocks, each given by its fork and slot. */
  long commonSlot(int fork, long slot, int otherFork, long otherSlot) {
    int a = fork;
    long aSlot = slot;
    int b = otherFork;
    long bSlot = otherSlot;
    while (a != b) {
      if (a > b) {
        aSlot = byId.get(a).baseSlot();
        a = byId.get(a).parent().orElseThrow();
      } else {
        bSlot = byId.get(b).baseSlot();
        b = byId.get(b).parent().orElseThrow();
      }
    }
    return Math.min(aSlot, bSlot);
  }

  /** The places where branches part that are deeper than a bound. */
  List<Split> deeperThan(long mostSlots) {
    Map<Integer, Long> reach = reach();
    return forks.stream()
        .filter(fork -> fork.parent().isPresent() && depth(fork, reach) > mostSlots)
        .map(fork -> split(fork, depth(fork, reach)))
        .toList();
  }

  private Split split(Fork fork, long depthSlots) {
    Set<Integer> others = new TreeSet<>();
    others.add(fork.parent().orElseThrow());
    siblings(fork).forEach(sibling -> others.addAll(from(sibling.id())));
    return new Split(fork.id(), fork.baseSlot(), depthSlots, from(fork.id()), others);
  }

  /** A fork, and those that come from it. */
  private Set<Integer> from(int id) {
    Set<Integer> found = new TreeSet<>(Set.of(id));
    for (Fork fork : forks) {
      if (fork.parent().isPresent() && found.contains(fork.parent().getAsInt())) {
        found.add(fork.id());
      }
    }
    return found;
  }

  /** The deepest split there is, 0 where there is none. */
  long deepest() {
    Map<Integer, Long> reach = reach();
    return forks.stream()
        .filter(fork -> fork.parent().isPresent())
        .mapToLong(fork -> depth(fork, reach))
        .max()
        .orElse(0);
  }

  private long depth(Fork fork, Map<Integer, Long> reach) {
    return Math.min(reach.get(fork.id()), besides(fork, reach)) - fork.baseSlot();
  }

  /** By fork: the farthest slot on it, and on those that come from it. */
  private Map<Integer, Long> reach() {
    Map<Integer, Long> reach = new HashMap<>();
    for (int i = forks.size() - 1; i >= 0; i--) {
      Fork fork = forks.get(i);
      long own = reach.merge(fork.id(), fork.tipSlot(), Math::max);
      fork.parent().ifPresent(parent -> reach.merge(parent, own, Math::max));
    }
    return reach;
  }

  /** The farthest slot above the fork's base that is not on it: on its parent, or a sibling. */
  private long besides(Fork fork, Map<Integer, Long> reach) {
    long onParent = Math.max(fork.baseSlot(), byId.get(fork.parent().orElseThrow()).tipSlot());
    return siblings(fork).mapToLong(sibling -> reach.get(sibling.id())).reduce(onParent, Math::max);
  }

  /** Other forks of its parent that leave it where this one does, or later. */
  private Stream<Fork> siblings(Fork fork) {
    return forks.stream()
        .filter(
            other ->
                other.id() != fork.id()
                    && other.parent().equals(fork.parent())
                    && other.baseSlot() >= fork.baseSlot());
  }
}
