package crosscheck.indexer.source;

import crosscheck.indexer.Delivery;
import crosscheck.indexer.Observation;
import crosscheck.indexer.Receipt;
import crosscheck.indexer.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Fetches from a node what the store lacks, and delivers it parents first: by walking back from a
 * block, or, when that is far, by slot from the last block that the store has of the node's chain.
 * What is held in memory is bounded in both cases; the store alone knows how far we are, so that a
 * restart goes on where it stopped. For one thread.
 */
final class ChainFetch {

  /** Blocks walked back. */
  static final int WALK = 32;

  /** Slots asked for in one turn, and how long that may take. */
  private static final int TURN_SLOTS = 512;

  private static final Duration TURN = Duration.ofSeconds(2);

  /** Blocks and bytes delivered together. */
  private static final int GROUP_BLOCKS = 64;

  private static final int GROUP_BYTES = 1 << 20;

  private static final int REMEMBERED = 4_096;

  private final NodeClient client;
  private final Receiver receiver;
  private final String source;
  private final String node;

  /** What this node has given us lately: not asked for again, whatever became of it. */
  private final Set<Bytes32> delivered =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Bytes32, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  ChainFetch(NodeClient client, Receiver receiver, String source, String node) {
    this.client = client;
    this.receiver = receiver;
    this.source = source;
    this.node = node;
  }

  /** How far a turn of {@link #forward} has come. */
  enum Turn {
    /** Everything up to the block is there. */
    DONE,
    /** The node does not serve its chain by slot, or has changed to another one meanwhile. */
    STUCK,
    /** There is more to fetch. */
    MORE,
    /** Another source is fetching a long stretch. */
    BUSY
  }

  /** Whether the store has the block and all that it builds on, or had it from this node. */
  boolean has(Bytes32 root) throws InterruptedException {
    return delivered.contains(root) || !receiver.connected(List.of(root)).isEmpty();
  }

  /**
   * Delivers a block and, before it, those of its ancestors that the store lacks.
   *
   * @return false when they are more than {@link #WALK}: nothing is delivered then
   */
  boolean back(NodeBlock block) throws NodeException, InterruptedException {
    if (delivered.contains(block.root())) {
      return true;
    }
    List<NodeBlock> chain = walk(block);
    if (chain.size() > WALK) {
      return false;
    }
    deliver(chain);
    return true;
  }

  /** As {@link #back}, but delivers what was fetched also when ancestors are lacking still. */
  void backAsFarAsItGoes(NodeBlock block) throws NodeException, InterruptedException {
    deliver(walk(block));
  }

  /** The block and its ancestors, oldest first, back to what the store has or the node has not. */
  private List<NodeBlock> walk(NodeBlock block) throws NodeException, InterruptedException {
    List<NodeBlock> chain = new ArrayList<>(List.of(block));
    Bytes32 parent = block.block().parentRoot();
    while (chain.size() <= WALK && !has(parent)) {
      Optional<NodeBlock> found = client.block(parent);
      if (found.isEmpty()) {
        break;
      }
      chain.add(found.get());
      parent = found.get().block().parentRoot();
    }
    Collections.reverse(chain);
    return chain;
  }

  /** Delivers a part of the node's chain, up to its head: from the first block that is lacking. */
  Turn forward(NodeBlock head) throws NodeException, InterruptedException {
    if (!receiver.longFetch().tryLock()) {
      return Turn.BUSY;
    }
    try {
      Optional<NodeBlock> first = firstLacking(head);
      return first.isEmpty() ? Turn.STUCK : forward(first.get(), head.block().slot());
    } finally {
      receiver.longFetch().unlock();
    }
  }

  /** By bisection: what is before a block that the store has is there too. Empty when stuck. */
  private Optional<NodeBlock> firstLacking(NodeBlock head)
      throws NodeException, InterruptedException {
    long low = 0;
    NodeBlock high = head;
    while (high.block().slot() - low > 1) {
      long middle = low + ((high.block().slot() - low) >>> 1);
      Optional<NodeBlock> found = client.blockAt(middle);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (has(found.get().root())) {
        low = middle;
      } else if (Long.compareUnsigned(found.get().block().slot(), low) > 0) {
        high = found.get();
      } else {
        return Optional.empty();
      }
    }
    return has(high.block().parentRoot()) ? Optional.of(high) : Optional.empty();
  }

  private Turn forward(NodeBlock first, long lastSlot) throws NodeException, InterruptedException {
    long end = System.nanoTime() + TURN.toNanos();
    List<NodeBlock> group = new ArrayList<>(List.of(first));
    int bytes = first.ssz().size();
    NodeBlock last = first;
    long slot = first.block().slot();
    int asked = 0;
    while (slot != lastSlot && asked < TURN_SLOTS && System.nanoTime() < end) {
      slot++;
      asked++;
      Optional<NodeBlock> found = client.blockAt(slot);
      if (found.isEmpty()) {
        break;
      }
      if (found.get().root().equals(last.root())) {
        continue; // an empty slot
      }
      if (!found.get().block().parentRoot().equals(last.root())) {
        break; // the node has changed to another chain meanwhile
      }
      last = found.get();
      group.add(last);
      bytes += last.ssz().size();
      if (group.size() >= GROUP_BLOCKS || bytes >= GROUP_BYTES) {
        deliver(group);
        group.clear();
        bytes = 0;
      }
    }
    deliver(group);
    return slot == lastSlot ? Turn.DONE : Turn.MORE;
  }

  private void deliver(List<NodeBlock> blocks) throws InterruptedException {
    if (blocks.isEmpty()) {
      return;
    }
    Observation observation = new Observation(source, Optional.of(node), receiver.now());
    List<Receipt> receipts =
        receiver.receiveAll(
            blocks.stream()
                .map(block -> new Delivery(block.ssz(), observation, Optional.empty()))
                .toList());
    for (int i = 0; i < blocks.size(); i++) {
      if (receipts.get(i).outcome() != Receipt.Outcome.DISCARDED) {
        delivered.add(blocks.get(i).root());
      }
    }
  }
}
