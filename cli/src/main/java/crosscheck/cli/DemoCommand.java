package crosscheck.cli;

import crosscheck.api.ApiSettings;
import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import crosscheck.indexer.IndexerSettings;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.testnet.Network;
import crosscheck.testnet.NodeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
      "Each demo is a new network with its own genesis. Its data is in a temporary folder that is"
          + " removed at the end, unless --data-dir names one."
    },
    footer = {"", "Example:", "  crosscheck demo --seconds-per-slot 1"})
final class DemoCommand implements Callable<Integer> {

  /** Time for everything to be ready before the first slot begins. */
  private static final long SECONDS_TO_GENESIS = 2;

  /** Each makes signatures in real time, in this process. */
  private static final int MOST_VALIDATORS = 10_000;

  private static final Duration POLLED_EVERY = Duration.ofMillis(200);

  private final Terminal terminal;

  @Option(
      names = "--seconds-per-slot",
      paramLabel = "N",
      description = "Whole seconds (default: 6, as in the minimal configuration).")
  private String secondsPerSlot = "6";

  @Option(
      names = "--validators",
      paramLabel = "N",
      description = "Validators, with the interop keys (default: 16).")
  private int validators = 16;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Nodes that share the validators (default: 4).")
  private int nodes = 4;

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
    Spec spec = spec();
    List<NodeSettings> settings = settings(spec);
    try (OpenParts parts = new OpenParts(terminal)) {
      Database database = open(parts);
      parts.add(database::close);
      long genesisTime = Instant.now().getEpochSecond() + SECONDS_TO_GENESIS;
      State genesis = spec.mockedGenesis(validators, genesisTime);
      Network network = network(spec, genesis, settings);
      parts.add(network::close);
      Service service =
          Service.judging(
              spec, genesis, database, polls(network.serve(0)), IndexerSettings.DEFAULT, served);
      parts.add(service::close);
      network.start();
      terminal.out().println("Crosscheck is on " + service.url());
      terminal.flushOut();
      terminal.say(
          "%d validators on %d nodes, a slot every %s s; Ctrl-C ends the demo"
              .formatted(validators, nodes, secondsPerSlot));
      service.await();
    }
    return ExitCode.OK;
  }

  private Spec spec() {
    try {
      return Specs.of(Specs.DEFAULT_VERSION, Network.atPace(Config.minimal(), secondsPerSlot));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--seconds-per-slot: " + e.getMessage(), e);
    }
  }

  private List<NodeSettings> settings(Spec spec) {
    // One for each slot of an epoch, else there are slots without a committee.
    long least = spec.config().uint64("SLOTS_PER_EPOCH");
    if (validators < least || validators > MOST_VALIDATORS) {
      throw new UsageException(
          "--validators: expected a number from %d to %d, got %d"
              .formatted(least, MOST_VALIDATORS, validators));
    }
    if (nodes < 1 || nodes > validators) {
      throw new UsageException(
          "--nodes: expected a number from 1 to %d (the validators), got %d"
              .formatted(validators, nodes));
    }
    return NodeSettings.evenly(nodes, validators);
  }

  private static Network network(Spec spec, State genesis, List<NodeSettings> settings) {
    try {
      return new Network(spec, genesis, settings, (node, ssz, unixTimeMillis) -> {});
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /** The nodes are asked over HTTP, as real ones are. */
  private static List<SourceSettings> polls(Map<String, URI> nodes) {
    return nodes.entrySet().stream()
        .map(node -> SourceSettings.ofNode("demo", node.getKey(), node.getValue(), POLLED_EVERY))
        .toList();
  }

  private Database open(OpenParts parts) {
    try {
      if (dataDir.isPresent()) {
        requireEmpty(dataDir.get());
        return Database.embedded(dataDir.get());
      }
      Path folder = Files.createTempDirectory("crosscheck-demo-");
      parts.add(() -> remove(folder));
      return Database.embedded(folder);
    } catch (DatabaseException e) {
      throw new UsageException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UsageException("cannot make a folder for the data: " + InputFile.why(e), e);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new UsageException("--data-dir: " + folder + " is not a folder");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw new UsageException(
            "--data-dir: "
                + folder
                + " is not empty, and each demo is a network of its own: name a new folder");
      }
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
