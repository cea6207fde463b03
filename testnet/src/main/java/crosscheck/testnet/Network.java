package crosscheck.testnet;

import crosscheck.spec.Checkpoint;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Phase0;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network of nodes in one process, as a simulation of events: at the beginning of each slot the
 * proposer's node makes a block, in its middle the slot's committees attest, and what a node says
 * reaches the others over links, unless a fault has it otherwise. Blocks and votes depend on the
 * plan and the genesis state alone, so that the same network makes the same blocks again, however
 * fast it runs.
 *
 * <p>In real time, beside whoever listens:
 *
 * <pre>{@code
 * NetworkPlan plan = NetworkPlan.parse("plan.yaml", yaml, PlanChanges.NONE);
 * State genesis = plan.genesis().state(plan.spec(), Instant.now().getEpochSecond() + 2);
 * try (Network network = new Network(plan, genesis, (node, ssz, time) -> …)) {
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

  private final NetworkPlan plan;
  private final Phase0 spec;
  private final BlockArchive archive;
  private final FaultBoard faults;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<Node> up = new HashSet<>();
  private final List<NodeServer> servers = new ArrayList<>();
  private final NetworkClock clock;
  private final Messages messages;
  private final long slotsPerEpoch;
  private final Agenda agenda = new Agenda();

  /** Held while the nodes are at work. */
  private final Object views = new Object();

  private boolean late;
  private Optional<Thread> runner = Optional.empty();

  /**
   * A network without peculiarities that stands at its genesis.
   *
   * @param genesis {@link Spec#mockedGenesis}, or any state of slot 0 whose validator i has the
   *     interop key i wherever a node runs it
   * @param nodes with different names, and no validator twice; validators of no node are absent
   * @throws IllegalArgumentException when there can be no network of this kind, saying why
   */
  public Network(Spec spec, State genesis, List<NodeSettings> nodes, BlockListener listener) {
    this(NetworkPlan.of(spec, new PlannedGenesis.Given(genesis), nodes), genesis, listener);
  }

  /**
   * A network that stands at its genesis.
   *
   * @param genesisState of the plan: {@link PlannedGenesis#state}
   * @throws IllegalArgumentException when there can be no network of this kind, saying why
   */
  public Network(NetworkPlan plan, State genesisState, BlockListener listener) {
    this.plan = plan;
    this.spec = Requirements.phase0(plan.spec());
    BeaconState genesis = Requirements.phase0(genesisState);
    Config config = spec.config();
    Requirements.requireProposers(spec, genesis);
    Eth1Chain eth1 = new Eth1Chain(spec, genesis, plan.operations());
    Requirements.requireKeys(genesis, plan.nodes(), eth1.mostValidators());
    this.slotsPerEpoch = config.uint64("SLOTS_PER_EPOCH");
    this.faults = new FaultBoard(plan.faults(), slotsPerEpoch);
    this.clock =
        new NetworkClock(genesis.genesisTime(), config.uint64("SECONDS_PER_SLOT"), genesis.slot());
    Dice dice = new Dice(plan.seed());
    this.archive = new BlockArchive(spec);
    this.messages =
        new Messages(
            nodes,
            up,
            new Links(plan.nodes(), plan.links()),
            faults,
            dice,
            archive,
            new Messages.Time(clock, agenda),
            listener);
    Node.Shared shared =
        new Node.Shared(
            archive,
            new Executions(),
            new Offences(spec),
            new BlockOperations(spec, eth1, plan.operations()),
            faults,
            dice);
    Map<String, Client> clients = new HashMap<>();
    for (NodeSettings settings : plan.nodes()) {
      Client client = clients.computeIfAbsent(settings.bug(), bug -> ClientBugs.client(bug, spec));
      Node node = new Node(nodes.size(), settings, client, genesis, shared);
      nodes.add(node);
      turn(node, settings.joinAt().isEmpty());
      planSlot(node, genesis.slot() + 1);
    }
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

  // Time

  /**
   * Plays the slots from the next one on, on the caller's thread.
   *
   * @param lastSlot the last one played
   * @throws InterruptedException when interrupted while it waits
   * @throws IllegalStateException when the network runs already
   */
  public void run(SlotTicker ticker, long lastSlot) throws InterruptedException {
    synchronized (this) {
      requireIdle();
    }
    play(ticker, clock.startMillis(lastSlot + 1));
  }

  /** Everything that is on the agenda before a time. */
  private void play(SlotTicker ticker, long endMillis) throws InterruptedException {
    while (agenda.nextMillis() < endMillis) {
      long reached = ticker.await(agenda.nextMillis());
      synchronized (views) {
        if (Thread.interrupted()) {
          throw new InterruptedException("stopped");
        }
        clock.move(agenda.nextMillis(), reached);
        faults.enter(clock.slot());
        agenda.next().run();
      }
    }
  }

  /** Plans the beginning of a slot, by the node's own clock. */
  private void planSlot(Node node, long slot) {
    agenda.plan(
        clock.startMillis(slot) - messages.clockAheadMillis(node), () -> startOfSlot(node, slot));
  }

  private void startOfSlot(Node node, long slot) {
    long present = slotToPlay(slot);
    // Before anything can go wrong in it, so that a slot is never played twice.
    planSlot(node, Math.max(slot + 1, present));
    if (present > slot) {
      return;
    }
    long trueSlot = clock.slot();
    Optional<Moment> joinAt = node.settings().joinAt();
    boolean joined = joinAt.isEmpty() || begun(joinAt, trueSlot);
    turn(node, joined && !faults.stops(node.name()));
    if (!up.contains(node)) {
      return;
    }
    if (node.hasBug() && begun(node.settings().fixedAt(), trueSlot)) {
      node.replace(Client.of(spec), clock.nowMillis() + messages.clockAheadMillis(node));
    }
    agenda.plan(
        clock.startMillis(slot) - messages.clockAheadMillis(node) + clock.slotMillis() / 2,
        () -> middleOfSlot(node, slot));
    messages.askAgain(node, slot);
    for (Node.SendingBlock block : node.startOfSlot(slot)) {
      messages.send(node, block);
    }
  }

  private boolean begun(Optional<Moment> moment, long slot) {
    return moment.filter(at -> at.toSlot(slotsPerEpoch) <= slot).isPresent();
  }

  private void middleOfSlot(Node node, long slot) {
    if (up.contains(node)) {
      for (Node.Sending vote : node.middleOfSlot(slot)) {
        messages.send(node, vote);
      }
    }
  }

  private void turn(Node node, boolean on) {
    if (on ? up.add(node) : up.remove(node)) {
      LOG.debug("{} is {}", node.name(), on ? "up" : "down");
    }
    node.served().turn(on);
  }

  /**
   * The slot, though its time may have passed: up to an epoch late the network catches up. Later
   * than that it goes on with the present slot, and those between stay empty.
   */
  private long slotToPlay(long slot) {
    long present = clock.tickerSlot();
    long behind = Math.max(0, present - slot);
    if (behind > slotsPerEpoch) {
      LOG.debug("{} slots behind: slots {} to {} stay empty", behind, slot, present - 1);
      return present;
    }
    if (behind > 1 != late) {
      late = behind > 1;
      LOG.warn("{}", late ? "behind the clock at slot " + slot : "in time again");
    }
    return slot;
  }

  // Faults while it runs

  /** All faults, those of the plan first. */
  public List<ActiveFault> faults() {
    synchronized (views) {
      return faults.all();
    }
  }

  /** Adds a fault, which is on from the next event on when its window is open. */
  public ActiveFault add(Fault fault) {
    synchronized (views) {
      return faults.add(fault);
    }
  }

  /** Ends a fault for good; false when there is none with this number. */
  public boolean endFault(int id) {
    synchronized (views) {
      return faults.end(id);
    }
  }

  /** What the network was made of. */
  public NetworkPlan plan() {
    return plan;
  }

  // A thread of its own

  /**
   * Runs in real time on a thread of its own, to the plan's last slot or until {@link #stop}; see
   * {@link #start(SlotTicker)}.
   *
   * @throws IllegalStateException when the network runs already, or its genesis lies too far back
   */
  public void start() {
    long missed = clock.slotAt(System.currentTimeMillis()) - clock.slot() - 1;
    if (missed > MAX_SLOTS_MISSED) {
      throw new IllegalStateException(
          "%d slots have passed since the network's last one, and at most %d may: take a later genesis time"
              .formatted(missed, MAX_SLOTS_MISSED));
    }
    start(SlotTicker.realTime(), plan.slots());
  }

  /**
   * Runs on a thread of its own until {@link #stop}. Whatever goes wrong in a slot is logged, and
   * the network goes on with the next one.
   *
   * @throws IllegalStateException when the network runs already
   */
  public void start(SlotTicker ticker) {
    start(ticker, OptionalLong.empty());
  }

  /**
   * The same, up to a slot.
   *
   * @param lastSlot the last one played; empty: until {@link #stop}
   * @throws IllegalStateException when the network runs already
   */
  public synchronized void start(SlotTicker ticker, OptionalLong lastSlot) {
    requireIdle();
    long end = lastSlot.isPresent() ? clock.startMillis(lastSlot.getAsLong() + 1) : Long.MAX_VALUE;
    Thread thread = new Thread(() -> runUntilStopped(ticker, end), "testnet");
    thread.setDaemon(true);
    runner = Optional.of(thread);
    thread.start();
  }

  /** Whether a run that was started has come to its end, or none was started. */
  public synchronized boolean idle() {
    return runner.filter(Thread::isAlive).isEmpty();
  }

  private void requireIdle() {
    if (runner.filter(Thread::isAlive).isPresent()) {
      throw new IllegalStateException("the network runs already");
    }
  }

  private void runUntilStopped(SlotTicker ticker, long endMillis) {
    boolean ended = false;
    while (!ended && !Thread.currentThread().isInterrupted()) {
      try {
        play(ticker, endMillis);
        ended = true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.error("something failed in slot {}, the network goes on", clock.slot(), e);
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

  // What others may see

  /** The slot that the network has reached. */
  public long slot() {
    synchronized (views) {
      return clock.slot();
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

  /** Where each node stands, in the order of the plan. */
  public List<NodeStatus> statuses() {
    return List.copyOf(ofEach(this::status).values());
  }

  private NodeStatus status(Node node) {
    NodeView view = node.view();
    return new NodeStatus(
        node.name(),
        up.contains(node),
        view.head(),
        view.headState().latestBlockHeader().slot(),
        view.justified(),
        view.finalized());
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
   * 2019 did; one that is not there does not answer. To be called once.
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
    archive.close();
  }
}
