package crosscheck.replay;

import crosscheck.bls.Bls;
import crosscheck.bls.DeferredChecker;
import crosscheck.bls.SignatureChecker;
import crosscheck.spec.Block;
import crosscheck.spec.ChainStates;
import crosscheck.spec.InvalidException;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The post-states of all valid blocks: as many as there is room for are held, least recently used
 * ones give way, and what is asked for again is made again, from the nearest ancestor whose state
 * is held or kept in the history.
 */
final class PostStates implements ChainStates {

  /** So many of the states met on the way to another are held, so that the next way is short. */
  private static final int WAYMARKS = 32;

  /**
   * A state out of the history shares nothing with the others: at most so many families of them.
   */
  private static final int FAMILIES = 16;

  private final Spec spec;
  private final Bytes32 genesisRoot;
  private final State genesis;
  private final Optional<History> history;
  private final ReplaySettings settings;
  private final Bls bls;
  private final SignatureChecker decides;
  private final AdvancedStates advanced;

  /** Parents of all valid blocks, held or not. */
  private final Map<Bytes32, Bytes32> parents = new HashMap<>();

  /** The least recently used first. */
  private final LinkedHashMap<Bytes32, State> held = new LinkedHashMap<>(16, 0.75f, true);

  private Set<Bytes32> wanted = Set.of();
  private int families;

  /**
   * @param history without one nothing could be made again, so everything is held
   * @param decides about signatures on which a state depends, and not only a verdict
   */
  PostStates(
      Spec spec,
      Bytes32 genesisRoot,
      State genesis,
      Optional<History> history,
      ReplaySettings settings,
      Bls bls,
      SignatureChecker decides) {
    this.spec = spec;
    this.genesisRoot = genesisRoot;
    this.genesis = genesis;
    this.history = history;
    this.settings = settings;
    this.bls = bls;
    this.decides = decides;
    this.advanced = new AdvancedStates(spec);
  }

  /** Whether this is genesis or a valid block. */
  boolean knows(Bytes32 root) {
    return root.equals(genesisRoot) || parents.containsKey(root);
  }

  /** So many blocks up the chain of a known block, or genesis. */
  Bytes32 ancestor(Bytes32 root, long blocks) {
    Bytes32 at = root;
    for (long i = 0; i < blocks && !at.equals(genesisRoot); i++) {
      at = Optional.ofNullable(parents.get(at)).orElseThrow();
    }
    return at;
  }

  /** Learns of a valid block without its state. */
  void learn(Bytes32 root, Bytes32 parentRoot) {
    parents.put(root, parentRoot);
  }

  /** Takes in the post-state of a valid block. */
  void put(Bytes32 root, Bytes32 parentRoot, State post) {
    learn(root, parentRoot);
    hold(root, post);
  }

  private void hold(Bytes32 root, State post) {
    held.put(root, post);
    Iterator<Bytes32> eldest = held.keySet().iterator();
    while (history.isPresent() && held.size() > settings.mostStates() && eldest.hasNext()) {
      Bytes32 candidate = eldest.next();
      if (!wanted.contains(candidate) && !candidate.equals(root)) {
        eldest.remove();
      }
    }
  }

  /** From now on these do not give way. */
  void want(Set<Bytes32> roots) {
    wanted = roots;
  }

  /** How many states are held besides genesis. */
  int count() {
    return held.size() + advanced.count();
  }

  @Override
  public State at(Bytes32 root, long slot) {
    Optional<State> known = advanced.find(root, slot);
    return known.isPresent() ? known.get() : advanced.at(root, post(root), slot);
  }

  /** The same from a post-state that need not be known yet. */
  State at(Bytes32 root, State post, long slot) {
    return advanced.at(root, post, slot);
  }

  /**
   * The post-state of a known block.
   *
   * @throws RebuildBoundException when that would cost more than it may
   * @throws HistoryException when the history cannot be read for now
   * @throws IllegalStateException when the history is not that of the blocks known here
   */
  State post(Bytes32 root) {
    Optional<State> here = inMemory(root);
    return here.isPresent() ? here.get() : rebuild(root);
  }

  private Optional<State> inMemory(Bytes32 root) {
    return root.equals(genesisRoot) ? Optional.of(genesis) : Optional.ofNullable(held.get(root));
  }

  private State rebuild(Bytes32 root) {
    History past =
        history.orElseThrow(() -> new IllegalStateException("no state of block " + root));
    List<Bytes32> way = new ArrayList<>();
    Bytes32 at = root;
    Optional<State> start = past.snapshot(at);
    while (start.isEmpty()) {
      if (way.size() == settings.mostRebuilt()) {
        throw new RebuildBoundException(settings.mostRebuilt());
      }
      way.add(at);
      at = Optional.ofNullable(parents.get(at)).orElseThrow();
      start = inMemory(at);
      if (start.isEmpty()) {
        start = past.snapshot(at);
      }
    }
    if (inMemory(at).isEmpty() && ++families > FAMILIES) {
      held.keySet().retainAll(wanted);
      advanced.clear();
      families = 1;
    }
    State state = start.get();
    int step = Math.max(1, way.size() / WAYMARKS);
    for (int left = way.size() - 1; left >= 0; left--) {
      state = again(past, way.get(left), state);
      if (left % step == 0) {
        hold(way.get(left), state);
      }
    }
    if (way.isEmpty()) {
      hold(root, state);
    } else {
      past.remade(root, state, way.size());
    }
    return state;
  }

  /** Executes a block once more, without its signatures. */
  private State again(History past, Bytes32 root, State parent) {
    Bytes ssz =
        past.block(root)
            .orElseThrow(() -> new IllegalStateException("the history lacks block " + root));
    try {
      Block block = spec.decodeBlock(ssz);
      return spec.transition(parent, block, new DeferredChecker(bls, decides));
    } catch (SszException | InvalidException e) {
      throw new IllegalStateException("block " + root + " was valid, and now is not", e);
    }
  }
}
