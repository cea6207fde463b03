package crosscheck.indexer.source;

import crosscheck.indexer.NodeReport;
import crosscheck.indexer.NodeReport.Fault;
import crosscheck.indexer.Receiver;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of a polled node from one turn to the next. For one thread. */
final class NodePoll {

  private static final Logger log = LoggerFactory.getLogger(NodePoll.class);

  private final String node;
  private final Receiver receiver;
  private final NodeClient client;
  private final ChainFetch fetch;
  private final Wanted wanted;
  private final HeadChecks checks;
  private boolean introduced;
  private Optional<String> version = Optional.empty();
  private Optional<NodeBlock> head = Optional.empty();

  /** Whether the store has the head with all that it builds on; if not, whether that is much. */
  private enum Distance {
    NONE,
    UNKNOWN,
    FAR
  }

  private Distance distance = Distance.UNKNOWN;

  NodePoll(String source, PollSettings settings, Receiver receiver) {
    this.node = settings.node();
    this.receiver = receiver;
    this.client =
        new NodeClient(receiver.spec(), settings.url(), settings.timeout(), receiver.mostBytes());
    this.fetch = new ChainFetch(client, receiver, source, node);
    this.wanted = new Wanted(client, fetch, receiver);
    this.checks = new HeadChecks(receiver.spec().config().uint64("SLOTS_PER_EPOCH"));
  }

  /**
   * Asks the node how it stands and reports that; fetches and delivers what is lacking, or a part.
   *
   * @return whether there is more to fetch at once
   */
  boolean turn() throws NodeException, InterruptedException {
    if (!introduced) {
      introduce();
    }
    NodeHead answer = client.head();
    HeadChecks.Checkpoints checkpoints = checks.check(answer);
    NodeBlock block = headBlock(answer);
    if (distance == Distance.UNKNOWN) {
      distance = fetch.back(block) ? Distance.NONE : Distance.FAR;
    }
    receiver.report(
        new NodeReport.Status(
            node,
            receiver.now(),
            block.root(),
            block.block().slot(),
            Optional.of(checkpoints.justified()),
            Optional.of(checkpoints.finalized()),
            version));
    boolean more = distance == Distance.FAR && forward(block);
    wanted.look();
    return more;
  }

  /** The node has failed: it may be another one, or another program, when it answers again. */
  void failed(NodeException failure) throws InterruptedException {
    introduced = false;
    receiver.report(
        new NodeReport.Failure(node, receiver.now(), failure.fault(), failure.getMessage()));
  }

  private void introduce() throws NodeException, InterruptedException {
    version = client.version();
    Optional<NodeBlock> genesis = client.blockAt(0);
    if (genesis.isPresent()) {
      Bytes32 root = genesis.get().root();
      if (receiver.connected(List.of(root)).isEmpty()) {
        throw new NodeException(
            Fault.LYING, "it is on another network: its first block is " + root);
      }
    }
    introduced = true;
    log.info("{} at {}: {}", node, client.address(), version.orElse("does not say what it is"));
  }

  /**
   * Fetched from this very node whenever the head has changed: so it is seen that the node has it.
   */
  private NodeBlock headBlock(NodeHead answer) throws NodeException, InterruptedException {
    if (head.isPresent() && head.get().root().equals(answer.blockRoot())) {
      requireSlot(answer, head.get());
      return head.get();
    }
    NodeBlock block =
        client
            .block(answer.blockRoot())
            .orElseThrow(
                () ->
                    new NodeException(
                        Fault.LYING, "it does not have its own head " + answer.blockRoot()));
    requireSlot(answer, block);
    head = Optional.of(block);
    if (distance == Distance.NONE) {
      distance = Distance.UNKNOWN;
    }
    return block;
  }

  private static void requireSlot(NodeHead answer, NodeBlock block) throws NodeException {
    if (answer.slot() != block.block().slot()) {
      throw new NodeException(
          Fault.LYING,
          "it says its head %s has slot %s, and the block has slot %s"
              .formatted(
                  block.root(),
                  Long.toUnsignedString(answer.slot()),
                  Long.toUnsignedString(block.block().slot())));
    }
  }

  private boolean forward(NodeBlock block) throws NodeException, InterruptedException {
    switch (fetch.forward(block)) {
      case MORE -> {
        return true;
      }
      case DONE -> distance = Distance.UNKNOWN;
      case STUCK -> {
        // Others may have what lies between: the blocks wait for it.
        fetch.backAsFarAsItGoes(block);
        distance = Distance.NONE;
      }
      case BUSY -> log.debug("{}: another source fetches a long stretch", node);
    }
    return false;
  }
}
