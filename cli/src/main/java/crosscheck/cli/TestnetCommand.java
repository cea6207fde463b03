package crosscheck.cli;

import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.testnet.BlockListener;
import crosscheck.testnet.ControlServer;
import crosscheck.testnet.Network;
import crosscheck.testnet.NetworkPlan;
import crosscheck.testnet.NodeSettings;
import crosscheck.testnet.NodeStatus;
import crosscheck.testnet.PlanChanges;
import crosscheck.testnet.PlannedGenesis;
import crosscheck.testnet.SlotTicker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A simulated network alone, for any explorer to look at. */
@Command(
    name = "testnet",
    description = {
      "Run a simulated network: nodes that serve the HTTP interface of 2019, with faults on"
          + " demand.",
      "",
      "A plan is a YAML file (docs/testnet.md). Without one the validators share the nodes evenly,"
          + " and nothing goes wrong."
    },
    customSynopsis = {
      "crosscheck testnet --plan FILE [OPTIONS]",
      "       crosscheck testnet [--nodes N] [--validators N] [--config NAME|FILE] [OPTIONS]"
    },
    footer = {
      "",
      "Examples:",
      "  crosscheck testnet --plan partition.yaml --control-port 5100",
      "  crosscheck testnet --validators 32 --slots 80 --fast --out run/"
    })
final class TestnetCommand implements Callable<Integer> {

  private static final long SECONDS_TO_GENESIS = 2;
  private static final int MOST_VALIDATORS = 100_000;
  private static final int MOST_NODES = 1_000;
  private static final long LOOK_EVERY_MILLIS = 250;

  private final Terminal terminal;

  @Mixin private final SpecChoice choice = new SpecChoice();

  @Option(names = "--plan", paramLabel = "FILE", description = "The plan of the network, YAML.")
  private Optional<Path> plan = Optional.empty();

  @Option(names = "--nodes", paramLabel = "N", description = "Without a plan: nodes (default: 4).")
  private Optional<Integer> nodes = Optional.empty();

  @Option(
      names = "--validators",
      paramLabel = "N",
      description = "Without a plan: validators, with the interop keys (default: 16).")
  private Optional<Integer> validators = Optional.empty();

  @Option(
      names = "--seconds-per-slot",
      paramLabel = "N",
      description = "Whole seconds, instead of the plan's or the configuration's.")
  private Optional<String> secondsPerSlot = Optional.empty();

  @Option(names = "--seed", paramLabel = "N", description = "Of chance, instead of the plan's.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "End after so many slots, instead of the plan's (default: go on for ever).")
  private Optional<Long> slots = Optional.empty();

  @Option(
      names = "--fast",
      description = "As fast as it goes, instead of in real time. Needs a number of slots.")
  private boolean fast;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "HTTP port of the first node, the others follow; 0 for free ones (default: 0).")
  private int port;

  @Option(
      names = "--control-port",
      paramLabel = "PORT",
      description =
          "Switch faults on and off over HTTP here, on this machine only; 0 for a free one.")
  private Optional<Integer> controlPort = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Record genesis, blocks and verdicts here, in a folder that is new or empty.")
  private Optional<Path> out = Optional.empty();

  TestnetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    requirePort("--port", port);
    controlPort.ifPresent(given -> requirePort("--control-port", given));
    NetworkPlan made = madePlan();
    if (fast && made.slots().isEmpty()) {
      throw new UsageException("--fast needs --slots N, or a plan with slots: it would never end");
    }
    State genesis = genesis(made);
    try (OpenParts parts = new OpenParts(terminal)) {
      Optional<ChainFolder> folder =
          out.map(path -> new ChainFolder(path, made.spec(), genesis, made.seed()));
      folder.ifPresent(recording -> parts.add(recording::close));
      Network network = network(made, genesis, folder);
      parts.add(network::close);
      serve(network, parts);
      start(network, made);
      watch(network, made);
    }
    out.ifPresent(path -> terminal.say("recorded in " + path));
    return ExitCode.OK;
  }

  private static void requirePort(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new UsageException(
          "%s: expected a number from 0 to 65535, got %d".formatted(option, port));
    }
  }

  private NetworkPlan madePlan() {
    slots.ifPresent(given -> requireRange("--slots", given, 1, 1_000_000_000));
    seed.ifPresent(given -> requireRange("--seed", given, 0, Long.MAX_VALUE));
    PlanChanges changes =
        PlanChanges.NONE
            .withSecondsPerSlot(PlanChoice.secondsPerSlot(secondsPerSlot))
            .withSeed(seed.map(OptionalLong::of).orElse(OptionalLong.empty()))
            .withSlots(slots.map(OptionalLong::of).orElse(OptionalLong.empty()));
    if (plan.isPresent()) {
      if (nodes.isPresent() || validators.isPresent() || choice.given()) {
        throw new UsageException(
            "--plan has nodes, validators and configuration in it: leave out --nodes, --validators,"
                + " --config and --spec");
      }
      return PlanChoice.file("--plan", plan.get(), changes);
    }
    return evenly(changes);
  }

  private NetworkPlan evenly(PlanChanges changes) {
    Spec chosen = choice.open();
    Config config = chosen.config();
    if (changes.secondsPerSlot().isPresent()) {
      config = Network.atPace(config, Long.toString(changes.secondsPerSlot().getAsLong()));
    }
    Spec spec = Specs.of(chosen.version(), config);
    int count = validators.orElse(16);
    int shared = nodes.orElse(4);
    requireRange("--validators", count, config.uint64("SLOTS_PER_EPOCH"), MOST_VALIDATORS);
    requireRange("--nodes", shared, 1, MOST_NODES);
    return new NetworkPlan(
        spec,
        new PlannedGenesis.Mocked(count, OptionalLong.empty()),
        changes.seed().orElse(0),
        changes.slots(),
        NodeSettings.evenly(shared, count),
        List.of(),
        List.of(),
        List.of());
  }

  private static void requireRange(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new UsageException(
          "%s: expected a number from %d to %d, got %d".formatted(option, least, most, value));
    }
  }

  /** As fast as it goes the network must not run ahead of the clocks of those who look at it. */
  private State genesis(NetworkPlan made) {
    long now = Instant.now().getEpochSecond();
    long length =
        fast
            ? made.spec().config().uint64("SECONDS_PER_SLOT") * (made.slots().orElseThrow() + 1)
            : -SECONDS_TO_GENESIS;
    return made.genesis().state(made.spec(), Math.max(0, now - length));
  }

  private static Network network(NetworkPlan made, State genesis, Optional<ChainFolder> folder) {
    BlockListener listener =
        folder.map(BlockListener.class::cast).orElse((node, ssz, unixTimeMillis) -> {});
    try {
      return new Network(made, genesis, listener);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private void serve(Network network, OpenParts parts) {
    try {
      network.serve(port).forEach((node, address) -> terminal.out().println(node + " " + address));
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new UsageException("--port: " + e.getMessage(), e);
    }
    if (controlPort.isPresent()) {
      try {
        ControlServer control = new ControlServer(network, controlPort.get());
        parts.add(control::close);
        terminal.out().println("control " + control.address());
      } catch (IOException e) {
        throw new UsageException(
            "--control-port: port %d: %s".formatted(controlPort.get(), e.getMessage()), e);
      }
    }
    terminal.flushOut();
  }

  private void start(Network network, NetworkPlan made) {
    try {
      network.start(fast ? SlotTicker.asFastAsItGoes() : SlotTicker.realTime(), made.slots());
    } catch (IllegalStateException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /** Says once an epoch how the network fares, until it ends. */
  private void watch(Network network, NetworkPlan made) {
    long slotsPerEpoch = made.spec().config().uint64("SLOTS_PER_EPOCH");
    long said = 0;
    try {
      while (!network.idle()) {
        Thread.sleep(LOOK_EVERY_MILLIS);
        long epoch = network.slot() / slotsPerEpoch;
        if (epoch > said) {
          said = epoch;
          say(network, epoch);
        }
      }
      say(network, network.slot() / slotsPerEpoch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(Network network, long epoch) {
    List<NodeStatus> statuses = network.statuses();
    List<NodeStatus> up = statuses.stream().filter(NodeStatus::up).toList();
    long heads = up.stream().map(NodeStatus::head).distinct().count();
    long headSlot = up.stream().mapToLong(NodeStatus::headSlot).max().orElse(0);
    long finalized = up.stream().mapToLong(each -> each.finalized().epoch()).min().orElse(0);
    terminal.say(
        "epoch %d: head at slot %d, finalized epoch %d, %d of %d nodes up, %d %s"
            .formatted(
                epoch,
                headSlot,
                finalized,
                up.size(),
                statuses.size(),
                heads,
                heads == 1 ? "head" : "heads"));
  }
}
