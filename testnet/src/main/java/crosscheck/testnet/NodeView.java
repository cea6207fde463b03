package crosscheck.testnet;

import crosscheck.spec.Checkpoint;
import crosscheck.spec.ForkChoice;
import crosscheck.spec.Spec;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain as one node sees it: the blocks it has accepted or refused, those that wait for a
 * parent, and its fork choice. What lies before its finalized block is in the archive only. For one
 * thread.
 */
final class NodeView {

  private static final Logger LOG = LoggerFactory.getLogger(NodeView.class);

  /** A block may be so many slots ahead of the node's clock and be kept until its time comes. */
  private static final long SLOTS_AHEAD = 2;

  /** How often a missing block is asked for before what waits for it is forgotten. */
  private static final int MOST_TRIES = 8;

  private final String node;
  private final Client client;
  private final BlockArchive archive;
  private final Executions executions;
  private final ServedChain served;
  private final ForkChoice forkChoice;
  private final long genesisTime;
  private final long secondsPerSlot;

  private final BitSet heard = new BitSet();

  /** Those that can have no valid child. */
  private final BitSet refused = new BitSet();

  /** Post-states of the finalized block and of all after it, parents first. */
  private final Map<Bytes32, Hot> hot = new LinkedHashMap<>();

  /** Numbers of blocks by the parent they wait for. */
  private final Map<Bytes32, List<Integer>> waiting = new LinkedHashMap<>();

  private final Map<Bytes32, Asked> missing = new LinkedHashMap<>();

  private Bytes32 head;
  private Checkpoint finalized;

  private record Hot(Bytes32 parentRoot, BeaconState post) {}

  private record Asked(long slot, int tries) {}

  /**
   * What a node makes of a block it receives.
   *
   * @param news whether it hears of it for the first time
   * @param accepted whether it is in its fork choice now
   * @param missing the block it has to ask for first, if any
   * @param againMillis when its time has come, if it has not yet: it is to be received again then
   */
  record Reception(
      boolean news, boolean accepted, Optional<Bytes32> missing, OptionalLong againMillis) {

    static final Reception NO_NEWS =
        new Reception(false, false, Optional.empty(), OptionalLong.empty());
  }

  /**
   * A view that stands at genesis.
   *
   * @param served where it shows itself; stands at genesis, too
   */
  NodeView(
      String node, Client client, BlockArchive archive, Executions executions, ServedChain served) {
    this.node = node;
    this.client = client;
    this.archive = archive;
    this.executions = executions;
    this.served = served;
    BeaconState genesis = served.genesis();
    this.genesisTime = genesis.genesisTime();
    this.secondsPerSlot = client.spec().config().uint64("SECONDS_PER_SLOT");
    Spec spec = client.spec();
    Bytes32 genesisRoot = spec.root(spec.genesisBlock(genesis));
    hot.put(genesisRoot, new Hot(Bytes32.ZERO, genesis));
    this.forkChoice =
        spec.forkChoice(
            genesis, (root, slot) -> executions.at(client, root, hot.get(root).post(), slot));
    this.head = genesisRoot;
    this.finalized = forkChoice.finalized();
  }

  Bytes32 head() {
    return head;
  }

  BeaconState headState() {
    return hot.get(head).post();
  }

  Checkpoint justified() {
    return forkChoice.justified();
  }

  Checkpoint finalized() {
    return finalized;
  }

  /** Whether the node knows of the block, whatever it makes of it. */
  boolean heard(WireBlock wire) {
    return heard.get(wire.number());
  }

  /** All that the node has heard of, whatever it made of it, in the order of the archive. */
  List<WireBlock> heard() {
    return heard.stream().mapToObj(archive::get).toList();
  }

  /**
   * Takes in a block.
   *
   * @param clockMillis the node's clock
   */
  Reception receive(WireBlock wire, long clockMillis) {
    if (heard.get(wire.number())) {
      return Reception.NO_NEWS;
    }
    long begins = wire.block().map(block -> startMillis(block.slot())).orElse(0L);
    if (begins > clockMillis) {
      boolean soon = begins - clockMillis <= SLOTS_AHEAD * secondsPerSlot * 1_000;
      return new Reception(
          false, false, Optional.empty(), soon ? OptionalLong.of(begins) : OptionalLong.empty());
    }
    heard.set(wire.number());
    missing.remove(wire.root());
    Queue<WireBlock> queue = new ArrayDeque<>(List.of(wire));
    Optional<Bytes32> wanted = Optional.empty();
    boolean changed = false;
    while (!queue.isEmpty()) {
      WireBlock next = queue.remove();
      Optional<Bytes32> parent = missingParent(next);
      if (parent.isPresent()) {
        waiting.computeIfAbsent(parent.get(), root -> new ArrayList<>()).add(next.number());
        wanted = heardOf(parent.get()) ? Optional.empty() : parent;
        continue;
      }
      changed |= judged(next, clockMillis);
      for (int child : waiting.getOrDefault(next.root(), List.of())) {
        queue.add(archive.get(child));
      }
      waiting.remove(next.root());
    }
    if (changed) {
      follow();
    }
    return new Reception(true, served.accepted(wire.number()), wanted, OptionalLong.empty());
  }

  /** Unix milliseconds; a slot that lies beyond all time begins at the end of it. */
  private long startMillis(long slot) {
    long limit = Long.MAX_VALUE / 2_000 - genesisTime;
    boolean far = slot < 0 || slot > limit / secondsPerSlot;
    return far ? Long.MAX_VALUE / 2 : (genesisTime + slot * secondsPerSlot) * 1_000;
  }

  /** The parent, when it has been neither accepted nor refused. */
  private Optional<Bytes32> missingParent(WireBlock wire) {
    if (wire.block().isEmpty()) {
      return Optional.empty();
    }
    Bytes32 parent = wire.block().get().parentRoot();
    for (int candidate : archive.withRoot(parent)) {
      if (served.accepted(candidate) || refused.get(candidate)) {
        return Optional.empty();
      }
    }
    return Optional.of(parent);
  }

  private boolean heardOf(Bytes32 root) {
    for (int candidate : archive.withRoot(root)) {
      if (heard.get(candidate)) {
        return true;
      }
    }
    return false;
  }

  /** Executes a block whose parent is settled; whether it is accepted. */
  private boolean judged(WireBlock wire, long clockMillis) {
    String why = refusal(wire, clockMillis);
    if (why.isEmpty()) {
      return true;
    }
    // A copy of a good block with a forged signature has its id, and must not condemn it.
    if (!why.equals(Executions.BAD_SIGNATURE)) {
      refused.set(wire.number());
    }
    LOG.debug(
        "{} does not take block {} of slot {}: {}",
        node,
        wire.root().slice(0, 4),
        wire.block().map(BeaconBlock::slot).orElse(-1L),
        why);
    return false;
  }

  /** Why a block is refused; empty when it was accepted. */
  private String refusal(WireBlock wire, long clockMillis) {
    if (wire.block().isEmpty()) {
      return "malformed";
    }
    BeaconBlock block = wire.block().get();
    Hot parent = hot.get(block.parentRoot());
    if (parent == null) {
      OptionalInt known = served.number(block.parentRoot());
      return known.isPresent() ? "it conflicts with what is final" : "its parent was refused";
    }
    Executions.Execution execution = executions.block(client, wire, parent.post());
    if (execution.post().isEmpty()) {
      return execution.failure();
    }
    forkChoice.onTick(Math.floorDiv(clockMillis, 1_000L));
    if (forkChoice.refusal(block).isPresent()) {
      return "fork choice refuses it";
    }
    BeaconState post = execution.post().get();
    hot.put(wire.root(), new Hot(block.parentRoot(), post));
    // The block's attestations were checked with it.
    forkChoice.onBlock(block, post, set -> true);
    served.add(wire.number(), post);
    return "";
  }

  /** After new blocks: the head, and what is final. */
  private void follow() {
    head = forkChoice.head();
    served.move(head, headState());
    if (!forkChoice.finalized().equals(finalized)) {
      finalized = forkChoice.finalized();
      forkChoice.forgetBeforeFinalized();
      forgetBefore(finalized.root());
    }
  }

  private void forgetBefore(Bytes32 root) {
    Set<Bytes32> kept = new HashSet<>(Set.of(root));
    hot.forEach(
        (each, entry) -> {
          if (kept.contains(entry.parentRoot())) {
            kept.add(each);
          }
        });
    // Where justified and finalized lie on different branches, fork choice keeps everything.
    if (kept.contains(head) && kept.contains(forkChoice.justified().root())) {
      hot.keySet().retainAll(kept);
    }
  }

  /** Notes that a block has been asked for; false when that was done a moment ago. */
  boolean asks(Bytes32 root, long slot) {
    Asked before = missing.get(root);
    if (before != null && before.slot() >= slot) {
      return false;
    }
    missing.put(root, new Asked(slot, before == null ? 1 : before.tries() + 1));
    return true;
  }

  /** Blocks that were asked for before this slot and have not come; too old ones are given up. */
  List<Bytes32> overdue(long slot) {
    List<Bytes32> again = new ArrayList<>();
    for (Map.Entry<Bytes32, Asked> entry : List.copyOf(missing.entrySet())) {
      if (entry.getValue().slot() < slot) {
        if (entry.getValue().tries() < MOST_TRIES) {
          again.add(entry.getKey());
        } else {
          giveUp(entry.getKey());
        }
      }
    }
    return again;
  }

  /** What waits for the block may come again, and then the search begins anew. */
  private void giveUp(Bytes32 root) {
    LOG.debug("{} does not get block {}", node, root.slice(0, 4));
    missing.remove(root);
    Queue<Bytes32> lost = new ArrayDeque<>(List.of(root));
    while (!lost.isEmpty()) {
      List<Integer> children = waiting.remove(lost.remove());
      for (int child : children == null ? List.<Integer>of() : children) {
        heard.clear(child);
        lost.add(archive.root(child));
      }
    }
  }
}
