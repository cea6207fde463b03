package crosscheck.api;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Where each fork leaves which other one: what a chain is made of, without asking the database for
 * a thousand forks one after the other. It never changes once a fork is there, and forks come in
 * the order of their numbers; so only new ones are read. Some sixty bytes a fork.
 */
final class Lineage {

  private static final String NEW_FORKS =
      """
      select id, parent_id, base_slot
      from forks
      where id > :after and parent_id is not null
      order by id
      """;

  /** By number; guarded by this, as are the fields below. Number 0 has no parent. */
  private int[] parents = new int[64];

  private BigInteger[] baseSlots = new BigInteger[64];

  private int last;

  /**
   * The blocks of a chain as segments of forks, the latest first.
   *
   * @param forks numbers, descending
   * @param ends last slot of the chain on each, uint64
   */
  record Segments(List<Integer> forks, List<BigInteger> ends) {

    static final Segments NONE = new Segments(List.of(), List.of());

    /** Whether a block of this fork and slot is on the chain. */
    boolean contain(int fork, BigInteger slot) {
      int low = 0;
      int high = forks.size() - 1;
      while (low <= high) {
        int middle = (low + high) / 2;
        int found = forks.get(middle);
        if (found == fork) {
          return slot.compareTo(ends.get(middle)) <= 0;
        }
        if (found > fork) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return false;
    }

    /** Whether any block of this fork is on the chain. */
    boolean touch(int fork) {
      return contain(fork, BigInteger.ZERO);
    }
  }

  /** The chain that ends with the tip of a branch; none before the first block. */
  Segments of(Handle handle, Branch branch) {
    return of(handle, branch.forkId(), branch.slot());
  }

  /**
   * The chain that ends with a block.
   *
   * @param forkId of the block; empty: it is on none, as one that fork choice refused
   * @param slot of the block
   */
  Segments of(Handle handle, Optional<Integer> forkId, BigInteger slot) {
    if (forkId.isEmpty()) {
      return Segments.NONE;
    }
    List<Integer> forks = new ArrayList<>();
    List<BigInteger> ends = new ArrayList<>();
    int fork = forkId.get();
    synchronized (this) {
      if (fork > last) {
        read(handle);
      }
      for (BigInteger end = slot; ; fork = parents[fork]) {
        forks.add(fork);
        ends.add(end);
        if (fork == 0) {
          return new Segments(forks, ends);
        }
        end = baseSlots[fork];
      }
    }
  }

  private synchronized void read(Handle handle) {
    record Fork(int id, int parent, BigInteger baseSlot) {}
    for (Fork fork :
        handle
            .createQuery(NEW_FORKS)
            .bind("after", last)
            .map(
                (row, context) ->
                    new Fork(
                        row.getInt("id"),
                        row.getInt("parent_id"),
                        row.getBigDecimal("base_slot").toBigInteger()))
            .list()) {
      if (fork.id() >= parents.length) {
        int size = Math.max(fork.id() + 1, 2 * parents.length);
        parents = Arrays.copyOf(parents, size);
        baseSlots = Arrays.copyOf(baseSlots, size);
      }
      parents[fork.id()] = fork.parent();
      baseSlots[fork.id()] = fork.baseSlot();
      last = fork.id();
    }
  }
}
