package crosscheck.testnet;

import crosscheck.bls.Bls;
import crosscheck.bls.InteropKeys;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Phase0;
import crosscheck.spec.v08.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network of nodes in one process. At the beginning of each slot the proposer's node makes a
 * block, in its middle the slot's committees attest, and what a node says reaches all others at
 * once. The blocks and votes depend on the genesis state and the nodes alone, so that the same
 * network makes the same blocks again.
 *
 * <p>In real time, beside whoever listens:
 *
 * <pre>{@code
 * Spec spec = Specs.of("v0.8.3", Network.atPace(Config.minimal(), "2"));
 * State genesis = spec.mockedGenesis(16, Instant.now().getEpochSecond() + 2);
 * try (Network network =
 *     new Network(spec, genesis, NodeSettings.evenly(4, 16), (node, ssz, time) -> …)) {
 *   network.start();
 *   …
 * }
 * }</pre>
 *
 * <p>Whoever judges the blocks needs the same spec and genesis: the slot time is part of the
 * configuration. As fast as it goes, on the caller's thread, up to a slot: {@code
 * network.run(SlotTicker.asFastAsItGoes(), 40)}.
 */
public final class Network implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Network.class);

  /** Slots that may have passed when the network starts: each costs every node work. */
  private static final long MAX_SLOTS_MISSED = 1 << 13;

  private final Phase0 spec;
  private final List<Node> nodes;
  private final List<NodeServer> servers = new ArrayList<>();
  private final BlockListener listener;
  private final long genesisTime;
  private final long secondsPerSlot;
  private final long slotsPerEpoch;

  /** Held while the nodes are at work. */
  private final Object views = new Object();

  private long nextSlot;
  private boolean late;
  private Optional<Thread> runner = Optional.empty();

  /**
   * A network that stands at its genesis.
   *
   * @param genesis {@link Spec#mockedGenesis}, or any state of slot 0 whose validator i has the
   *     interop key i wherever a node runs it
   * @param nodes with different names, and no validator twice; validators of no node are absent
   * @throws IllegalArgumentException when there can be no network of this kind, saying why
   */
  public Network(Spec spec, State genesis, List<NodeSettings> nodes, BlockListener listener) {
    if (!(spec instanceof Phase0 phase0) || !(genesis instanceof BeaconState state)) {
      throw new IllegalArgumentException(
          "the test network speaks phase 0 of v0.8, not " + spec.version());
    }
    requireProposers(phase0, state);
    requireKeys(state, nodes);
    this.spec = phase0;
    this.nodes = nodes.stream().map(settings -> new Node(settings, phase0, state)).toList();
    this.listener = listener;
    this.genesisTime = genesis.genesisTime();
    this.secondsPerSlot = spec.config().uint64("SECONDS_PER_SLOT");
    this.slotsPerEpoch = spec.config().uint64("SLOTS_PER_EPOCH");
    this.nextSlot = genesis.slot() + 1;
  }

  /**
   * A configuration with another slot time, for everybody who looks at the same network.
   *
   * @param secondsPerSlot a whole number from 1 to 86,400
   * @throws IllegalArgumentException when it is not, saying what it may be
   */
  public static Config atPace(Config config, String secondsPerSlot) {
    if (!secondsPerSlot.matches("[1-9][0-9]{0,4}") || Integer.parseInt(secondsPerSlot) > 86_400) {
      throw new IllegalArgumentException(
          ("seconds per slot must be a whole number from 1 to 86400, got \"%s\": the spec's clock"
                  + " counts whole seconds, and every verifier has to agree on it")
              .formatted(secondsPerSlot));
    }
    return config.with("SECONDS_PER_SLOT", secondsPerSlot);
  }

  private static void requireProposers(Phase0 spec, BeaconState genesis) {
    long slots = spec.config().uint64("SLOTS_PER_EPOCH");
    long active =
        genesis.validators().stream()
            .filter(validator -> validator.activationEpoch() == 0 && validator.exitEpoch() != 0)
            .count();
    if (active < slots) {
      throw new IllegalArgumentException(
          "configuration %s needs at least %d active validators, one for each slot of an epoch: got %d"
              .formatted(spec.config().name(), slots, active));
    }
    if (genesis.eth1Data().depositCount() != genesis.eth1DepositIndex()) {
      throw new IllegalArgumentException(
          "the genesis state waits for deposits that the test network does not have");
    }
  }

  private static void requireKeys(BeaconState genesis, List<NodeSettings> nodes) {
    Set<String> names = new HashSet<>();
    Set<Integer> taken = new HashSet<>();
    for (NodeSettings node : nodes) {
      if (!names.add(node.name())) {
        throw new IllegalArgumentException("two nodes are called " + node.name());
      }
      for (int i : node.validators().stream().toArray()) {
        if (!taken.add(i)) {
          throw new IllegalArgumentException(
              "validator %d runs on two nodes, the second is %s".formatted(i, node.name()));
        }
        requireKey(genesis, i, node.name());
      }
    }
  }

  private static void requireKey(BeaconState genesis, int index, String node) {
    if (index >= genesis.validators().size()) {
      throw new IllegalArgumentException(
          "node %s runs validator %d, but genesis has only %d"
              .formatted(node, index, genesis.validators().size()));
    }
    Validator validator = genesis.validators().get(index);
    if (!Bls.preferred().publicKey(InteropKeys.secretKey(index)).equals(validator.pubkey())) {
      throw new IllegalArgumentException(
          "validator %d of the genesis state does not have the interop key %d"
              .formatted(index, index));
    }
  }

  /**
   * Plays the slots from the next one on, on the caller's thread.
   *
   * @param lastSlot the last one played
   * @throws InterruptedException when interrupted while it waits for a slot
   * @throws IllegalStateException when the network runs already
   */
  public void run(SlotTicker ticker, long lastSlot) throws InterruptedException {
    synchronized (this) {
      requireIdle();
    }
    play(ticker, lastSlot);
  }

  private void play(SlotTicker ticker, long lastSlot) throws InterruptedException {
    while (nextSlot <= lastSlot) {
      long now = ticker.await(startMillis(nextSlot));
      long slot = slotToPlay(now);
      // Before anything can go wrong in it, so that a slot is never played twice.
      nextSlot = slot + 1;
      try {
        say(node -> node.startOfSlot(slot), now);
      } catch (InterruptedException e) {
        nextSlot = slot; // it has not begun
        throw e;
      }
      say(node -> node.middleOfSlot(slot), ticker.await(startMillis(slot) + halfSlotMillis()));
    }
  }

  /**
   * The next slot, though its time may have passed: up to an epoch late the network catches up.
   * Later than that it goes on with the present slot, and those between stay empty.
   */
  private long slotToPlay(long now) {
    long present = slotAt(now);
    long behind = Math.max(0, present - nextSlot);
    if (behind > slotsPerEpoch) {
      LOG.warn("{} slots behind: slots {} to {} stay empty", behind, nextSlot, present - 1);
      return present;
    }
    if (behind > 0 != late) {
      late = behind > 0;
      LOG.warn("{}", late ? "behind the clock at slot " + nextSlot : "in time again");
    }
    return nextSlot;
  }

  private long slotAt(long unixTimeMillis) {
    return Math.floorDiv(Math.floorDiv(unixTimeMillis, 1_000L) - genesisTime, secondsPerSlot);
  }

  private long startMillis(long slot) {
    return (genesisTime + slot * secondsPerSlot) * 1_000;
  }

  private long halfSlotMillis() {
    return secondsPerSlot * 500;
  }

  /**
   * Lets all nodes speak, each with the view it had before any did, then delivers.
   *
   * @throws InterruptedException when interrupted before it begins
   */
  private void say(Function<Node, List<Message>> speech, long now) throws InterruptedException {
    synchronized (views) {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped");
      }
      Map<Node, List<Message>> said = new LinkedHashMap<>();
      nodes.forEach(node -> said.put(node, speech.apply(node)));
      said.forEach(
          (sender, messages) -> messages.forEach(message -> deliver(sender, message, now)));
    }
  }

  private void deliver(Node sender, Message message, long now) {
    receive(sender, message, now);
    for (Node node : nodes) {
      if (node != sender) {
        receive(node, message, now);
      }
    }
  }

  private void receive(Node node, Message message, long now) {
    node.receive(message, now);
    if (message instanceof Message.OfBlock block) {
      try {
        listener.onBlock(node.name(), block.ssz(), now);
      } catch (RuntimeException e) {
        LOG.error("a block of {} did not reach the listener", node.name(), e);
      }
    }
  }

  /**
   * Runs in real time on a thread of its own until {@link #stop}; see {@link #start(SlotTicker)}.
   *
   * @throws IllegalStateException when the network runs already, or its genesis lies too far back
   */
  public void start() {
    long missed = slotAt(System.currentTimeMillis()) - nextSlot;
    if (missed > MAX_SLOTS_MISSED) {
      throw new IllegalStateException(
          "%d slots have passed since the network's last one, and at most %d may: take a later genesis time"
              .formatted(missed, MAX_SLOTS_MISSED));
    }
    start(SlotTicker.realTime());
  }

  /**
   * Runs on a thread of its own until {@link #stop}. Whatever goes wrong in a slot is logged, and
   * the network goes on with the next one.
   *
   * @throws IllegalStateException when the network runs already
   */
  public synchronized void start(SlotTicker ticker) {
    requireIdle();
    Thread thread = new Thread(() -> runUntilStopped(ticker), "testnet");
    thread.setDaemon(true);
    runner = Optional.of(thread);
    thread.start();
  }

  private void requireIdle() {
    if (runner.filter(Thread::isAlive).isPresent()) {
      throw new IllegalStateException("the network runs already");
    }
  }

  private void runUntilStopped(SlotTicker ticker) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        play(ticker, Long.MAX_VALUE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.error("slot {} failed, the network goes on with the next", nextSlot - 1, e);
      }
    }
  }

  /**
   * Ends a run that was started, and waits until it has ended; it can be started again. Not for the
   * listener to call.
   */
  public void stop() {
    Optional<Thread> running;
    synchronized (this) {
      running = runner;
    }
    if (running.isEmpty()) {
      return;
    }
    // Only while it waits, so that the listener's work is never interrupted.
    synchronized (views) {
      running.get().interrupt();
    }
    try {
      running.get().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Fork-choice head by node. */
  public Map<String, Bytes32> heads() {
    return ofEach(Node::head);
  }

  /** Finalized checkpoint of the fork-choice store by node. */
  public Map<String, Checkpoint> finalized() {
    return ofEach(Node::finalized);
  }

  private <T> Map<String, T> ofEach(Function<Node, T> view) {
    synchronized (views) {
      Map<String, T> byName = new LinkedHashMap<>();
      nodes.forEach(node -> byName.put(node.name(), view.apply(node)));
      return byName;
    }
  }

  /**
   * Lets every node answer HTTP requests on loopback until the network is closed, as the nodes of
   * 2019 did. To be called once.
   *
   * @param firstPort of the first node, the others follow; 0 for any that are free
   * @return the nodes' addresses by name
   * @throws UncheckedIOException when a port is taken: none serves then
   */
  public synchronized Map<String, URI> serve(int firstPort) {
    Map<String, URI> addresses = new LinkedHashMap<>();
    for (Node node : nodes) {
      int port = firstPort == 0 ? 0 : firstPort + servers.size();
      try {
        NodeServer server = new NodeServer(node.name(), spec, node.served(), port);
        servers.add(server);
        addresses.put(node.name(), server.address());
      } catch (IOException e) {
        closeServers();
        throw new UncheckedIOException(
            "port %d of %s: ".formatted(port, node.name()) + e.getMessage(), e);
      }
    }
    return addresses;
  }

  private synchronized void closeServers() {
    servers.forEach(NodeServer::close);
    servers.clear();
  }

  @Override
  public void close() {
    closeServers();
    stop();
    nodes.forEach(Node::close);
  }
}
