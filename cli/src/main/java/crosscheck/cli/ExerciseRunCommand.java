package crosscheck.cli;

import crosscheck.api.ApiSettings;
import crosscheck.db.Database;
import crosscheck.indexer.IndexerSettings;
import crosscheck.indexer.exercise.ExerciseBook;
import crosscheck.indexer.exercise.Scenario;
import crosscheck.indexer.exercise.Scenario.Variant;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.spec.State;
import crosscheck.testnet.Network;
import crosscheck.testnet.NetworkPlan;
import crosscheck.testnet.PlanChanges;
import crosscheck.testnet.PlannedGenesis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One exercise from its beginning to its end, with the service that judges it. */
@Command(
    name = "run",
    description = {
      "Run an exercise: start the service and the simulated network, or ask real nodes; end when"
          + " every goal is decided.",
      "",
      "Each run is a network with a database of its own. Its data is in a temporary folder that is"
          + " removed at the end, unless --data-dir names one."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every goal is reached, every condition held.",
      "1:Some goal was missed, or some condition did not hold.",
      "2:Not done: wrong usage, or a scenario that cannot be used.",
      "3:Not done: a fault of Crosscheck itself."
    })
final class ExerciseRunCommand implements Callable<Integer> {

  /** Time for everything to be ready before the first slot begins, at least. */
  private static final long SECONDS_TO_GENESIS = 10;

  private static final Duration SIMULATED_POLLED_EVERY = Duration.ofMillis(200);
  private static final Duration REAL_POLLED_EVERY = Duration.ofSeconds(1);
  private static final long LOOK_EVERY_MILLIS = 200;

  private final Terminal terminal;

  @Parameters(paramLabel = "NAME|FILE", description = "An exercise of the list, or a file.")
  private String name;

  @Option(
      names = "--variant",
      paramLabel = "VARIANT",
      description =
          "plain, single (all nodes on one machine), swap (the clients in each other's role) or"
              + " single-swap (default: that of the scenario).")
  private Optional<String> variant = Optional.empty();

  @Option(
      names = "--client",
      paramLabel = "ROLE=NAME",
      description = "Who is in a role, e.g. A=Lighthouse.")
  private Map<String, String> clients = new LinkedHashMap<>();

  @Option(
      names = "--node",
      paramLabel = "NAME=URL",
      description = "Where a real node is asked, e.g. A-0=http://10.0.0.7:5052: all, or none.")
  private Map<String, URI> nodes = new LinkedHashMap<>();

  @Option(
      names = "--seconds-per-slot",
      paramLabel = "N",
      description = "Whole seconds (default: as in the scenario).")
  private Optional<Long> secondsPerSlot = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the report as Markdown, for the log of the pair.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report as JSON; such files make a --history.")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--history",
      paramLabel = "FOLDER",
      description =
          "Show the results of earlier runs that are in this folder, and add that of this one.")
  private Optional<Path> history = Optional.empty();

  @Option(
      names = "--address",
      paramLabel = "URL",
      description =
          "Where the pair reaches the page, for the links of the report, e.g. http://10.0.0.5:8080.")
  private Optional<URI> page = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Keep the data here, in a folder that is new or empty.")
  private Optional<Path> dataDir = Optional.empty();

  @Option(names = "--stay", description = "Serve on after the end, until Ctrl-C.")
  private boolean stay;

  @Mixin private final ServiceAddress address = new ServiceAddress();

  ExerciseRunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    long started = System.nanoTime();
    Exercises.Written written = Exercises.find(name);
    Scenario scenario = chosen(written.scenario());
    NetworkPlan plan = plan(scenario, written.folder());
    requireTime(scenario, plan);
    ApiSettings served = reached(address.over(RunSettings.none()));
    ServiceAddress.requireFree(served);
    Stream.of(report, json).flatMap(Optional::stream).forEach(ExerciseRunCommand::requireWritable);
    try (OpenParts parts = new OpenParts(terminal)) {
      Database database = FreshDatabase.open(dataDir, "exercise", parts);
      State genesis =
          plan.genesis()
              .state(plan.spec(), Instant.now().getEpochSecond() + secondsToGenesis(started));
      Optional<Network> network =
          scenario.ofRealNodes() ? Optional.empty() : Optional.of(network(plan, genesis));
      network.ifPresent(made -> parts.add(made::close));
      Service service =
          Service.judging(
              plan.spec(),
              genesis,
              database,
              network.map(ExerciseRunCommand::simulated).orElseGet(() -> real(scenario)),
              IndexerSettings.DEFAULT,
              served);
      parts.add(service::close);
      ExerciseBook book = new ExerciseBook(database, Clock.systemUTC());
      history.ifPresent(folder -> enterHistory(book, folder));
      long id = book.begin(scenario);
      network.ifPresent(Network::start);
      terminal.say("Crosscheck is on " + service.url() + "/exercise/" + id);
      boolean passed = follow(service, book, id, scenario);
      write(service, id, scenario);
      if (stay) {
        terminal.say("the exercise has ended; Ctrl-C ends the service");
        service.await();
      }
      return passed ? ExitCode.OK : ExitCode.NOT_VALID;
    }
  }

  /** A machine that took long to come this far will take longer for the rest. */
  private static long secondsToGenesis(long startedNanos) {
    return Math.max(
        SECONDS_TO_GENESIS, 2 * TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos));
  }

  private ApiSettings reached(ApiSettings listening) {
    page.filter(url -> !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))
        .ifPresent(
            url -> {
              throw new UsageException("--address: expected http://host:port, got \"" + url + "\"");
            });
    return page.map(listening::withAddress).orElse(listening);
  }

  private Scenario chosen(Scenario scenario) {
    List<String> variants = Stream.of(Variant.values()).map(Variant::word).toList();
    if (variant.isPresent() && !variants.contains(variant.get())) {
      throw new UsageException(
          "--variant: expected one of %s, got \"%s\""
              .formatted(String.join(", ", variants), variant.get()));
    }
    for (String role : clients.keySet()) {
      if (!scenario.clients().containsKey(role)) {
        throw new UsageException(
            "--client: there is no role \"%s\"; there are %s"
                .formatted(role, String.join(", ", scenario.clients().keySet())));
      }
    }
    Scenario chosen = clients.isEmpty() ? scenario : scenario.with(clients);
    chosen = nodes.isEmpty() ? chosen : chosen.at(urls(scenario));
    return variant.isPresent()
        ? chosen.in(Variant.values()[variants.indexOf(variant.get())])
        : chosen;
  }

  /** There is no way from a simulated node to a real one: all are real, or none. */
  private Map<String, URI> urls(Scenario scenario) {
    List<String> names = scenario.nodes().stream().map(Scenario.Node::name).toList();
    for (String given : nodes.keySet()) {
      if (!names.contains(given)) {
        throw new UsageException(
            "--node: there is no node \"%s\"; there are %s"
                .formatted(given, String.join(", ", names)));
      }
    }
    for (String node : names) {
      if (!nodes.containsKey(node)) {
        throw new UsageException(
            "--node: where is %s asked? Give the address of every node, or of none"
                .formatted(node));
      }
    }
    return nodes;
  }

  private NetworkPlan plan(Scenario scenario, Path folder) {
    OptionalLong seconds = secondsPerSlot.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    try {
      return NetworkPlan.of(
          scenario.network().section(), PlanChanges.in(folder).withSecondsPerSlot(seconds));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--seconds-per-slot: " + e.getMessage(), e);
    }
  }

  private static void requireTime(Scenario scenario, NetworkPlan plan) {
    boolean open =
        plan.genesis() instanceof PlannedGenesis.Mocked mocked && mocked.time().isEmpty();
    if (scenario.ofRealNodes() && open) {
      throw new UsageException(
          "real nodes have agreed on a genesis: say which, with network.genesis.time or"
              + " network.genesis.state in the scenario");
    }
  }

  private static void requireWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
      throw new UsageException("cannot write " + file + ": there is no such folder");
    }
  }

  private static Network network(NetworkPlan plan, State genesis) {
    try {
      return new Network(plan, genesis, (node, ssz, unixTimeMillis) -> {});
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static List<SourceSettings> simulated(Network network) {
    return polls(network.serve(0), SIMULATED_POLLED_EVERY);
  }

  private static List<SourceSettings> real(Scenario scenario) {
    Map<String, URI> urls = new TreeMap<>();
    scenario.nodes().forEach(node -> urls.put(node.name(), node.url().orElseThrow()));
    return polls(urls, REAL_POLLED_EVERY);
  }

  private static List<SourceSettings> polls(Map<String, URI> urls, Duration every) {
    return urls.entrySet().stream()
        .map(node -> SourceSettings.ofNode("exercise", node.getKey(), node.getValue(), every))
        .toList();
  }

  private void enterHistory(ExerciseBook book, Path folder) {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
          book.enter(InputFile.text(file));
        }
      }
    } catch (IllegalArgumentException | IOException e) {
      throw new UsageException("--history: " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Says what is decided as it is decided; whether all goals are met in the end. */
  private boolean follow(Service service, ExerciseBook book, long id, Scenario scenario)
      throws InterruptedException {
    terminal.say("exercise %s: %s".formatted(scenario.exercise(), scenario.name()));
    Map<String, String> told = new LinkedHashMap<>();
    String state = "running";
    while (state.equals("running")) {
      Thread.sleep(LOOK_EVERY_MILLIS);
      service.requireRunning();
      // Read before the goals, so that what ended it is told.
      state = book.state(id);
      for (ExerciseBook.Standing goal : book.standings(id)) {
        String key = goal.goal() + " " + goal.who();
        if (!goal.state().equals("pending") && told.putIfAbsent(key, goal.state()) == null) {
          terminal.say(line(goal));
        }
      }
    }
    terminal.out().println("exercise %s: %s".formatted(scenario.exercise(), state));
    book.standings(id).forEach(goal -> terminal.out().println("  " + line(goal)));
    terminal.flushOut();
    return state.equals("passed");
  }

  private static String line(ExerciseBook.Standing goal) {
    String who = goal.who().equals("network") ? "" : goal.who() + " ";
    String why = goal.state().equals("failed") ? ": " + goal.remark() : "";
    return "%s at slot %d: %s%s%s"
        .formatted(goal.state().toUpperCase(Locale.ROOT), goal.slot(), who, goal.words(), why);
  }

  private void write(Service service, long id, Scenario scenario) throws InterruptedException {
    if (report.isPresent()) {
      save(report.get(), fetch(service, id, "text/markdown"));
    }
    if (json.isPresent() || history.isPresent()) {
      String text = fetch(service, id, "application/json");
      json.ifPresent(file -> save(file, text));
      history.ifPresent(
          folder ->
              save(
                  folder.resolve(
                      "%s-exercise-%s.json"
                          .formatted(Instant.now().getEpochSecond(), scenario.exercise())),
                  text));
    }
  }

  /** The report as the API has it, so that a file says what the page says. */
  private static String fetch(Service service, long id, String mediaType)
      throws InterruptedException {
    URI address = URI.create(service.url() + "/api/v1/exercises/" + id + "/report");
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(address).header("Accept", mediaType).build(),
                  HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(address + " answered " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new IllegalStateException("our own API does not answer: " + e, e);
    }
  }

  private static void save(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UsageException("cannot write " + file + ": " + InputFile.why(e), e);
    }
  }
}
