package crosscheck.testnet;

import java.util.List;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes say to each other: blocks and votes that are sent and passed on, and blocks that are
 * asked for. Links and faults decide when a message arrives, if it does. For one thread at a time.
 */
final class Messages {

  private static final Logger LOG = LoggerFactory.getLogger(Messages.class);

  /** Blocks that a node sends at once to one that asks for a block and what is before it. */
  private static final int BLOCKS_AN_ANSWER = 64;

  private final List<Node> nodes;
  private final Set<Node> up;
  private final Links links;
  private final FaultBoard faults;
  private final Dice dice;
  private final BlockArchive archive;
  private final Time time;
  private final BlockListener listener;
  private long carried;

  /** What the time is, and where something is planned for later. */
  record Time(NetworkClock clock, Agenda agenda) {}

  /**
   * @param nodes all of them, as they come to be
   * @param up those that are there, as that changes
   * @param listener hears of each block when a node does
   */
  Messages(
      List<Node> nodes,
      Set<Node> up,
      Links links,
      FaultBoard faults,
      Dice dice,
      BlockArchive archive,
      Time time,
      BlockListener listener) {
    this.nodes = nodes;
    this.up = up;
    this.links = links;
    this.faults = faults;
    this.dice = dice;
    this.archive = archive;
    this.time = time;
    this.listener = listener;
  }

  /** How far the clock of a node is ahead of the network's, milliseconds; negative: behind. */
  long clockAheadMillis(Node node) {
    return node.settings().clockAheadMillis() + faults.clockAheadMillis(node.name());
  }

  /** A node sends a block of its own, now or later. */
  void send(Node node, Node.SendingBlock block) {
    after(block.delayMillis(), () -> sendNow(node, block.block()));
  }

  /** A node sends a vote of its own, now or later. */
  void send(Node node, Node.Sending vote) {
    after(vote.delayMillis(), () -> sendNow(node, vote.vote()));
  }

  /** A node asks once more, somebody else perhaps, for what it lacks since before this slot. */
  void askAgain(Node node, long slot) {
    node.view().overdue(slot).forEach(root -> ask(node, anyPeer(node, root, slot), root, slot));
  }

  private void after(long delayMillis, Runnable action) {
    if (delayMillis == 0) {
      action.run();
    } else {
      time.agenda().plan(time.clock().nowMillis() + delayMillis, action);
    }
  }

  private void sendNow(Node node, WireBlock block) {
    if (up.contains(node)) {
      receive(node, node, block);
      pass(node, node, block);
    }
  }

  private void pass(Node from, Node source, WireBlock block) {
    for (Node to : nodes) {
      if (to != source && links.joined(from.name(), to.name())) {
        carry(from, to, () -> receive(to, from, block));
      }
    }
  }

  private void sendNow(Node node, SignedVote vote) {
    if (up.contains(node) && node.receive(vote)) {
      pass(node, node, vote);
    }
  }

  private void pass(Node from, Node source, SignedVote vote) {
    for (Node to : nodes) {
      if (to != source && !vote.reached(to.number()) && links.joined(from.name(), to.name())) {
        carry(from, to, () -> receive(to, from, vote));
      }
    }
  }

  /** Has a message arrive, when it does and its receiver is there. */
  private void carry(Node from, Node to, Runnable arrival) {
    Dice message = dice.of("message").of(carried++);
    Passage passage =
        faults.passage(
            from.name(),
            to.name(),
            links.passage(from.name(), to.name(), message),
            message.of("fault"));
    if (!passage.lost()) {
      time.agenda()
          .plan(
              time.clock().nowMillis() + passage.delayMillis(),
              () -> {
                if (up.contains(to)) {
                  arrival.run();
                }
              });
    }
  }

  private void receive(Node to, Node from, SignedVote vote) {
    if (to.receive(vote) && !links.everybodyToEverybody()) {
      pass(to, from, vote);
    }
  }

  private void receive(Node to, Node from, WireBlock block) {
    NodeView.Reception reception =
        to.view().receive(block, time.clock().nowMillis() + clockAheadMillis(to));
    if (reception.againMillis().isPresent()) {
      long again = reception.againMillis().getAsLong() - clockAheadMillis(to);
      time.agenda()
          .plan(Math.max(time.clock().nowMillis() + 1, again), () -> receive(to, from, block));
    }
    if (!reception.news()) {
      return;
    }
    tell(to, block);
    reception.missing().ifPresent(root -> ask(to, from, root, time.clock().slot()));
    if (reception.accepted() && to != from && !links.everybodyToEverybody()) {
      pass(to, from, block);
    }
  }

  private void tell(Node node, WireBlock block) {
    try {
      listener.onBlock(node.name(), block.ssz(), time.clock().seenMillis());
    } catch (RuntimeException e) {
      LOG.error("a block of {} did not reach the listener", node.name(), e);
    }
  }

  /** A node asks another one for a block and what is before it. */
  private void ask(Node node, Node peer, Bytes32 root, long slot) {
    if (node != peer && node.view().asks(root, slot)) {
      carry(node, peer, () -> answer(peer, node, root));
    }
  }

  private void answer(Node peer, Node asker, Bytes32 root) {
    List<Integer> chain = peer.served().chainTo(root, BLOCKS_AN_ANSWER);
    if (!chain.isEmpty()) {
      carry(peer, asker, () -> chain.forEach(number -> receive(asker, peer, archive.get(number))));
    }
  }

  private Node anyPeer(Node node, Bytes32 root, long slot) {
    List<Node> peers =
        nodes.stream()
            .filter(each -> up.contains(each) && links.joined(node.name(), each.name()))
            .toList();
    Dice choice = dice.of("peer").of(root.toHexString()).of(slot).of(node.number());
    return peers.isEmpty() ? node : peers.get((int) (choice.fraction() * peers.size()));
  }
}
