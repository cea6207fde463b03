package crosscheck.indexer.exercise;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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
   */
  record Split(int fork, long baseSlot, long depthSlots) {}

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

  /** Of all places where branches part, the first that is deeper than a bound. */
  Optional<Split> deeperThan(long mostSlots) {
    Map<Integer, Long> reach = reach();
    Optional<Split> first = Optional.empty();
    for (Fork fork : forks) {
      if (fork.parent().isEmpty()) {
        continue;
      }
      long other = besides(fork, reach);
      long depth = Math.min(reach.get(fork.id()), other) - fork.baseSlot();
      if (depth > mostSlots && first.filter(f -> f.baseSlot() <= fork.baseSlot()).isEmpty()) {
        first = Optional.of(new Split(fork.id(), fork.baseSlot(), depth));
      }
    }
    return first;
  }

  /** The deepest split there is, 0 where there is none. */
  long deepest() {
    Map<Integer, Long> reach = reach();
    return forks.stream()
        .filter(fork -> fork.parent().isPresent())
        .mapToLong(fork -> Math.min(reach.get(fork.id()), besides(fork, reach)) - fork.baseSlot())
        .max()
        .orElse(0);
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
    Fork parent = byId.get(fork.parent().orElseThrow());
    long farthest = Math.max(fork.baseSlot(), parent.tipSlot());
    for (Fork sibling : forks) {
      if (sibling.id() != fork.id()
          && sibling.parent().equals(fork.parent())
          && sibling.baseSlot() >= fork.baseSlot()) {
        farthest = Math.max(farthest, reach.get(sibling.id()));
      }
    }
    return farthest;
  }
}
