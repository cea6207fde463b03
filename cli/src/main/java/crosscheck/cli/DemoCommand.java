package crosscheck.cli;

import crosscheck.api.ApiSettings;
import crosscheck.db.Database;
import crosscheck.indexer.IndexerSettings;
import crosscheck.indexer.exercise.ExerciseBook;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.testnet.Network;
import crosscheck.testnet.NetworkPlan;
import crosscheck.testnet.NodeSettings;
import crosscheck.testnet.PlanChanges;
import crosscheck.testnet.PlannedGenesis;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything at once: a simulated network, and the service that judges its blocks. */
@Command(
    name = "demo",
    description = {
      "Start a small simulated network that makes blocks in real time, and the service that judges"
          + " them, with an embedded database.",
      "",
      "It tells a story of two minutes, over exercise 5: two blocks in one slot, a client with a"
          + " bug that is fixed, a node that joins late, an invalid block, and a partition that"
          + " heals. --scenario picks another one; --nodes or --validators make a network in which"
          + " nothing goes wrong.",
      "",
      "Each demo is a new network with its own genesis. Its data is in a temporary folder that is"
          + " removed at the end, unless --data-dir names one."
    },
    footer = {
      "",
      "Examples:",
      "  crosscheck demo",
      "  crosscheck demo --scenario 4 --seconds-per-slot 1",
      "  crosscheck demo --scenario plan.yaml --seconds-per-slot 2",
      "  crosscheck demo --nodes 8 --validators 64"
    })
final class DemoCommand implements Callable<Integer> {

  /** Time for everything to be ready before the first slot begins. */
  private static final long SECONDS_TO_GENESIS = 6;

  /** Each makes signatures in real time, in this process. */
  private static final int MOST_VALIDATORS = 10_000;

  private static final long CALM_SECONDS_PER_SLOT = 6;

  private static final Duration POLLED_EVERY = Duration.ofMillis(200);

  private final Terminal terminal;

  @Option(
      names = "--scenario",
      paramLabel = "NAME|FILE",
      description =
          "Another story: an exercise that comes with the program (1 to 6, 6-bonus), a scenario"
              + " (docs/exercises.md), or a plan of a network (docs/testnet.md).")
  private Optional<String> scenario = Optional.empty();

  @Option(
      names = "--seconds-per-slot",
      paramLabel = "N",
      description = "Whole seconds, instead of the plan's (the demo's own: 1).")
  private Optional<String> secondsPerSlot = Optional.empty();

  @Option(
      names = "--validators",
      paramLabel = "N",
      description = "Without a story: validators, with the interop keys (default: 16).")
  private Optional<Integer> validators = Optional.empty();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Without a story: nodes that share the validators (default: 4).")
  private Optional<Integer> nodes = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Keep the data here, in a folder that is new or empty.")
  private Optional<Path> dataDir = Optional.empty();

  @Mixin private final ServiceAddress address = new ServiceAddress();

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ApiSettings served = address.over(RunSettings.none());
    ServiceAddress.requireFree(served);
    Story story = story();
    NetworkPlan plan = story.plan();
    Spec spec = plan.spec();
    try (OpenParts parts = new OpenParts(terminal)) {
      Database database = FreshDatabase.open(dataDir, "demo", parts);
      State genesis =
          plan.genesis().state(spec, Instant.now().getEpochSecond() + SECONDS_TO_GENESIS);
      WireTap wire = new WireTap();
      parts.add(wire::close);
      Network network = network(plan, genesis, wire);
      parts.add(network::close);
      Service service =
          Service.judging(
              spec,
              genesis,
              database,
              polls(network.serve(0)),
              IndexerSettings.DEFAULT.withAlerts(story.alerts()),
              served);
      parts.add(service::close);
      story.exercise().ifPresent(new ExerciseBook(database, Clock.systemUTC())::begin);
      wire.connect(service.receiver());
      start(network);
      terminal.out().println("Crosscheck is on " + service.url());
      terminal.flushOut();
      terminal.say(
          "%d validators on %d nodes, a slot every %d s; Ctrl-C ends the demo"
              .formatted(
                  plan.genesis().validators(),
                  plan.nodes().size(),
                  spec.config().uint64("SECONDS_PER_SLOT")));
      service.await();
    }
    return ExitCode.OK;
  }

  private Story story() {
    PlanChanges changes =
        PlanChanges.NONE.withSecondsPerSlot(PlanChoice.secondsPerSlot(secondsPerSlot));
    if (validators.isEmpty() && nodes.isEmpty()) {
      return scenario.map(name -> Story.of(name, changes)).orElseGet(() -> Story.own(changes));
    }
    if (scenario.isPresent()) {
      throw new UsageException(
          "--scenario has its own nodes and validators: leave out --nodes and --validators");
    }
    return Story.of(calm(changes));
  }

  /** A network in which nothing goes wrong. */
  private NetworkPlan calm(PlanChanges changes) {
    String pace = Long.toString(changes.secondsPerSlot().orElse(CALM_SECONDS_PER_SLOT));
    Spec spec = Specs.of(Specs.DEFAULT_VERSION, Network.atPace(Config.minimal(), pace));
    // One for each slot of an epoch, else there are slots without a committee.
    long least = spec.config().uint64("SLOTS_PER_EPOCH");
    int count = validators.orElse(16);
    int shared = nodes.orElse(4);
    if (count < least || count > MOST_VALIDATORS) {
      throw new UsageException(
          "--validators: expected a number from %d to %d, got %d"
              .formatted(least, MOST_VALIDATORS, count));
    }
    if (shared < 1 || shared > count) {
      throw new UsageException(
          "--nodes: expected a number from 1 to %d (the validators), got %d"
              .formatted(count, shared));
    }
    return NetworkPlan.of(
        spec,
        new PlannedGenesis.Mocked(count, OptionalLong.empty()),
        NodeSettings.evenly(shared, count));
  }

  private static Network network(NetworkPlan plan, State genesis, WireTap wire) {
    try {
      return new Network(plan, genesis, wire);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static void start(Network network) {
    try {
      network.start();
    } catch (IllegalStateException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /** The nodes are asked over HTTP, as real ones are. */
  private static List<SourceSettings> polls(Map<String, URI> nodes) {
    return nodes.entrySet().stream()
        .map(node -> SourceSettings.ofNode("demo", node.getKey(), node.getValue(), POLLED_EVERY))
        .toList();
  }
}
