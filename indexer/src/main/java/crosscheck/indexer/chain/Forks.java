package crosscheck.indexer.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The tree of valid blocks as its segments. Only the segments are in memory, and there are few;
 * where a single block is, whoever calls must know.
 *
 * <p>A block continues the fork of its parent when the parent is that fork's tip; else it begins a
 * new fork. Hence a fork's number is greater than that of the fork it comes from, and the slots
 * along a fork grow.
 */
final class Forks {

  private final List<Fork> forks;
  private final Map<Bytes32, Integer> tips = new HashMap<>();

  /**
   * @param forks all of them, in the order of their numbers; the first is fork 0
   */
  Forks(List<Fork> forks) {
    this.forks = new ArrayList<>(forks);
    for (Fork fork : forks) {
      if (fork.id() != tips.size()) {
        throw new IllegalArgumentException("fork " + fork.id() + " is not where it belongs");
      }
      tips.put(fork.tipRoot(), fork.id());
    }
  }

  /** The fork with this number. */
  Fork fork(int id) {
    return forks.get(id);
  }

  /** How many there are; the next gets this number. */
  int size() {
    return forks.size();
  }

  /** Where a block is when it is the tip of a fork. */
  Optional<Place> tip(Bytes32 root) {
    return Optional.ofNullable(tips.get(root)).map(id -> forks.get(id).tip());
  }

  /**
   * Adds a valid block.
   *
   * @param places where blocks that are no tips are; empty when the block is not in the tree
   * @return where the block is now; where it was, if it was there before
   * @throws IllegalStateException when its parent is not in the tree
   */
  Place add(
      Bytes32 root, long slot, Bytes32 parentRoot, Function<Bytes32, Optional<Place>> places) {
    Integer grows = tips.get(parentRoot);
    if (grows != null) {
      tips.remove(parentRoot);
      return put(forks.get(grows).grown(root, slot));
    }
    Optional<Place> known = tip(root).or(() -> places.apply(root));
    if (known.isPresent()) {
      return known.get();
    }
    Place parent =
        places
            .apply(parentRoot)
            .orElseThrow(
                () -> new IllegalStateException("the parent of " + root + " is on no fork"));
    return put(Fork.begun(forks.size(), parent, root, slot));
  }

  private Place put(Fork fork) {
    if (fork.id() == forks.size()) {
      forks.add(fork);
    } else {
      forks.set(fork.id(), fork);
    }
    tips.put(fork.tipRoot(), fork.id());
    return fork.tip();
  }

  /**
   * The last block that is an ancestor of both, or one of them. Costs a step for each fork between.
   */
  Place ancestor(Place a, Place b) {
    Place one = a;
    Place other = b;
    while (one.fork() != other.fork()) {
      if (one.fork() > other.fork()) {
        one = base(one);
      } else {
        other = base(other);
      }
    }
    return Long.compareUnsigned(one.slot(), other.slot()) <= 0 ? one : other;
  }

  private Place base(Place place) {
    return forks.get(place.fork()).base().orElseThrow();
  }
}
