package crosscheck.api;

import crosscheck.bls.Bls;
import crosscheck.bls.ConfirmedChecker;
import crosscheck.bls.DeferredChecker;
import crosscheck.bls.SignatureChecker;
import crosscheck.spec.InvalidException;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.InflaterInputStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/**
 * Post-states of valid blocks, made again: from the nearest ancestor whose state is held here or
 * kept in the database, by executing the blocks between without their signatures.
 *
 * <p>A question may cost this much and no more: {@link #MOST_BLOCKS} blocks, {@link #MOST_SECONDS},
 * and no more than {@link #MOST_AT_ONCE} questions do such work at a time; beyond that the answer
 * is 503 at once. What was made until the time was up is held, so that asking again goes on there.
 */
final class PastStates {

  /** Most blocks between a state that is kept and the one asked for. */
  static final int MOST_BLOCKS = 8192;

  static final int MOST_SECONDS = 5;
  static final int MOST_AT_ONCE = 2;
  static final int MOST_HELD = 192;

  /** So many of the states met on the way are held, so that the next way is short. */
  private static final int WAYMARKS = 32;

  /** States that share nothing with each other: each costs its full size. */
  private static final int MOST_FAMILIES = 4;

  private static final int BLOCKS_A_QUERY = 64;

  /** Slots without blocks between two looks at the time. */
  private static final int SLOTS_A_STEP = 1024;

  /** A block and its valid ancestors, the nearest first, up to the first whose state is kept. */
  private static final String ANCESTORS =
      """
      with recursive way (input_id, root, parent_root, state_root, kept, depth) as (
        select b.input_id, b.root, b.parent_root, b.state_root,
               exists (select from state_snapshots s where s.root = b.root), 1
        from blocks b
          join verdicts v on v.input_id = b.input_id
        where b.root = :root and v.status = 'valid'
        union all
        select b.input_id, b.root, b.parent_root, b.state_root,
               exists (select from state_snapshots s where s.root = b.root), w.depth + 1
        from way w
          join blocks b on b.root = w.parent_root
          join verdicts v on v.input_id = b.input_id
        where v.status = 'valid' and not w.kept and w.depth < :limit
      )
      select input_id, root, parent_root, state_root, kept
      from way
      order by depth
      """;

  private static final String KEPT =
      """
      select state
      from state_snapshots
      where root = :root
      """;

  private final Spec spec;
  private final Chain chain;
  private final int mostBlocks;
  private final SignatureChecker decides = ConfirmedChecker.preferred();
  private final Rooms rooms = new Rooms(MOST_AT_ONCE, "having states made");

  /** A post-state, or one moved on from it through slots without blocks. */
  private record Key(Bytes32 root, long slot) {}

  /** The least recently used first. Guarded by itself. */
  private final LinkedHashMap<Key, State> held = new LinkedHashMap<>(16, 0.75f, true);

  /** Slot of each post-state in {@link #held}, which the root alone does not tell. */
  private final Map<Bytes32, Long> slots = new HashMap<>();

  private int families;

  PastStates(Spec spec, Chain chain) {
    this(spec, chain, MOST_BLOCKS);
  }

  /** With another bound on the blocks between. */
  PastStates(Spec spec, Chain chain, int mostBlocks) {
    this.spec = spec;
    this.chain = chain;
    this.mostBlocks = mostBlocks;
  }

  /** A valid block on the way from a state that is known to the one asked for. */
  private record Step(
      long inputId, Bytes32 root, Bytes32 parent, Bytes32 stateRoot, boolean kept) {}

  /**
   * The post-state of a valid block, or the genesis state.
   *
   * @throws ApiException 404 when there is no such valid block; 503 when that costs too much now
   */
  State post(Handle handle, Bytes root) {
    return at(handle, root, 0);
  }

  /**
   * The state of a block's chain at a later slot without further blocks; the post-state when the
   * slot is not later.
   *
   * @throws ApiException as {@link #post}
   */
  State at(Handle handle, Bytes root, long slot) {
    Bytes32 of = Bytes32.wrap(root);
    Optional<State> here = held(of, slot);
    if (here.isPresent()) {
      return here.get();
    }
    return rooms.within(
        () -> {
          Deadline deadline = new Deadline();
          State post = held(of, 0).orElseGet(() -> rebuild(handle, of, deadline));
          return moved(of, post, slot, deadline);
        });
  }

  /** When a question has taken long enough. */
  private static final class Deadline {
    private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);

    void check(String progress) {
      if (System.nanoTime() - end > 0) {
        throw ApiException.unavailable(
            "This state takes longer than %d s to make (%s so far). Try again: it goes on there."
                .formatted(MOST_SECONDS, progress));
      }
    }
  }

  private State rebuild(Handle handle, Bytes32 root, Deadline deadline) {
    List<Step> way = new ArrayList<>();
    State state = nearest(handle, root, way);
    int step = Math.max(1, way.size() / WAYMARKS);
    for (int left = way.size() - 1; left >= 0; left--) {
      Step block = way.get(left);
      state = again(handle, block, state, deadline);
      if (left % step == 0) {
        hold(block.root(), state, true);
      }
      if (left > 0) {
        int done = way.size() - left;
        try {
          deadline.check(done + " of " + way.size() + " blocks");
        } catch (ApiException e) {
          hold(block.root(), state, true);
          throw e;
        }
      }
    }
    return state;
  }

  /** The nearest state up the chain that is known; collects the blocks from there, latest first. */
  private State nearest(Handle handle, Bytes32 root, List<Step> way) {
    Network network = chain.network(handle);
    Bytes32 at = root;
    Iterator<Step> ancestors = List.<Step>of().iterator();
    while (true) {
      if (at.equals(network.genesisRoot())) {
        return held(at, 0).orElseGet(() -> genesis(handle, Bytes32.wrap(network.genesisRoot())));
      }
      Optional<State> here = held(at, 0);
      if (here.isPresent()) {
        return here.get();
      }
      if (!ancestors.hasNext()) {
        ancestors = ancestors(handle, at).iterator();
      }
      if (!ancestors.hasNext()) {
        throw ApiException.notFound("There is no valid block " + at.toHexString() + ".");
      }
      Step block = ancestors.next();
      Optional<State> kept = block.kept() ? kept(handle, block) : Optional.empty();
      if (kept.isPresent()) {
        hold(block.root(), kept.get(), false);
        return kept.get();
      }
      if (way.size() == mostBlocks) {
        throw ApiException.unavailable(
            "This state is too far from one that is kept: more than %d blocks."
                .formatted(mostBlocks));
      }
      way.add(block);
      at = block.parent();
    }
  }

  private static List<Step> ancestors(Handle handle, Bytes32 root) {
    return handle
        .createQuery(Reader.limited(ANCESTORS, BLOCKS_A_QUERY))
        .bind("root", root.toArrayUnsafe())
        .map(
            (row, context) ->
                new Step(
                    row.getLong("input_id"),
                    Bytes32.wrap(row.getBytes("root")),
                    Bytes32.wrap(row.getBytes("parent_root")),
                    Bytes32.wrap(row.getBytes("state_root")),
                    row.getBoolean("kept")))
        .list();
  }

  private State genesis(Handle handle, Bytes32 root) {
    try {
      State genesis = spec.decodeState(chain.genesisState(handle));
      hold(root, genesis, false);
      return genesis;
    } catch (SszException e) {
      throw new IllegalStateException("the stored genesis state does not decode", e);
    }
  }

  /** A kept state; empty when it was forgotten meanwhile or is damaged, for it is a mere cache. */
  private Optional<State> kept(Handle handle, Step block) {
    Optional<byte[]> packed =
        handle
            .createQuery(KEPT)
            .bind("root", block.root().toArrayUnsafe())
            .mapTo(byte[].class)
            .findOne();
    if (packed.isEmpty()) {
      return Optional.empty();
    }
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed.get()))) {
      State state = spec.decodeState(Bytes.wrap(in.readAllBytes()));
      return Optional.of(state).filter(each -> spec.hash(each).equals(block.stateRoot()));
    } catch (IOException | SszException e) {
      return Optional.empty();
    }
  }

  /** Executes a valid block once more, without its signatures. */
  private State again(Handle handle, Step block, State parent, Deadline deadline) {
    try {
      var decoded = spec.decodeBlock(Blocks.bytes(handle, block.inputId()));
      State pre = parent;
      if (decoded.slot() - parent.slot() > SLOTS_A_STEP) {
        pre = moved(block.parent(), parent, decoded.slot() - 1, deadline);
      }
      return spec.transition(pre, decoded, new DeferredChecker(Bls.preferred(), decides));
    } catch (SszException | InvalidException e) {
      throw new IllegalStateException("block " + block.root() + " was valid, and now is not", e);
    }
  }

  /** Moves a post-state on through slots without blocks. */
  private State moved(Bytes32 root, State post, long slot, Deadline deadline) {
    State state = post;
    while (state.slot() < slot) {
      long next = Math.min(slot, state.slot() + SLOTS_A_STEP);
      State from = state;
      state = held(root, next).orElseGet(() -> spec.advance(from, next));
      hold(new Key(root, next), state);
      if (next < slot) {
        deadline.check("slot " + next + " of " + slot);
      }
    }
    return state;
  }

  /** The state of a block's chain at a slot; its post-state when the slot is not later. */
  private Optional<State> held(Bytes32 root, long slot) {
    synchronized (held) {
      Long post = slots.get(root);
      if (post != null && slot <= post) {
        return Optional.ofNullable(held.get(new Key(root, post)));
      }
      return Optional.ofNullable(held.get(new Key(root, slot)));
    }
  }

  /**
   * @param shares whether it was made from another state, and so shares most of its parts with it
   */
  private void hold(Bytes32 root, State post, boolean shares) {
    synchronized (held) {
      if (!shares && ++families > MOST_FAMILIES) {
        held.clear();
        slots.clear();
        families = 1;
      }
      slots.put(root, post.slot());
      hold(new Key(root, post.slot()), post);
    }
  }

  private void hold(Key key, State state) {
    synchronized (held) {
      held.put(key, state);
      Iterator<Key> eldest = held.keySet().iterator();
      while (held.size() > MOST_HELD) {
        Key gone = eldest.next();
        eldest.remove();
        slots.remove(gone.root(), gone.slot());
      }
    }
  }
}
