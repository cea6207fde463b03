package crosscheck.cli;

import crosscheck.api.ApiSettings;
import crosscheck.api.StoredSpec;
import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import crosscheck.indexer.IndexerSettings;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.settings.SettingsException;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The service: blocks from sources in, verdicts in a database, the page and the API out. */
@Command(
    name = "run",
    description = {
      "Judge the blocks that sources deliver, keep the verdicts in a database, and serve the page"
          + " and the API.",
      "",
      "It may be killed at any instant and started again over the same database: nothing is lost"
          + " and nothing is judged twice differently. Sources stand in the settings file"
          + " (docs/settings.md); a folder of SSZ blocks can also be named here: files *.ssz, to be"
          + " written under another name and renamed.",
      "",
      "Several processes may work over one database: of those with the role all or index one judges"
          + " and runs the sources, and another takes over when it is gone. Any number of processes"
          + " with the role api serve; they need no genesis and no sources."
    },
    footer = {
      "",
      "Examples:",
      "  crosscheck run --config minimal --genesis genesis.ssz --blocks blocks/",
      "  crosscheck run --settings crosscheck.yaml",
      "  crosscheck run --settings crosscheck.yaml --role api --port 8081"
    })
final class RunCommand implements Callable<Integer> {

  private static final long LOOK_AGAIN_MILLIS = 1_000;

  private final Terminal terminal;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Settings in YAML; what stands on the command line, too, counts there.")
  private Optional<Path> settings = Optional.empty();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "What this process does: all, index or api (default: all).")
  private String role = "all";

  @Mixin private final SpecChoice choice = new SpecChoice();

  @Option(
      names = "--genesis",
      paramLabel = "FILE",
      description = "SSZ of the BeaconState the chain starts from.")
  private Optional<Path> genesis = Optional.empty();

  @Option(
      names = "--blocks",
      paramLabel = "FOLDER",
      description = "Folders to watch for SSZ blocks; may be repeated.")
  private List<Path> folders = List.of();

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "jdbc:postgresql://... of a Postgres 15 or newer (default: the embedded one).")
  private Optional<String> database = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Where the embedded Postgres keeps its data (default: crosscheck-data).")
  private Optional<Path> dataDir = Optional.empty();

  @Mixin private final ServiceAddress address = new ServiceAddress();

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Role chosen = Role.of(role);
    RunSettings file = settings.map(RunSettings::read).orElseGet(RunSettings::none);
    Optional<String> url = databaseUrl(file);
    requireFitting(chosen, url);
    ApiSettings served = address.over(file);
    ServiceAddress.requireFree(served);
    if (chosen == Role.API) {
      return serve(url.orElseThrow(), served);
    }
    return judge(file, url, chosen == Role.INDEX ? served.withHealthOnly() : served);
  }

  private Optional<String> databaseUrl(RunSettings file) {
    if (database.isPresent() && dataDir.isPresent()) {
      throw new UsageException("--data-dir is for the embedded Postgres: leave out --database");
    }
    return dataDir.isPresent() ? Optional.empty() : database.or(file::databaseUrl);
  }

  private void requireFitting(Role chosen, Optional<String> url) {
    if (chosen != Role.ALL && url.isEmpty()) {
      throw new UsageException(
          "--role %s works beside other processes: name a database that all of them reach, with"
                  .formatted(chosen.word())
              + " --database; the embedded one serves one process");
    }
    if (chosen == Role.API && (genesis.isPresent() || !folders.isEmpty() || choice.given())) {
      throw new UsageException(
          "--role api reads the network from the database, and runs no sources: leave out"
              + " --genesis, --config, --spec and --blocks");
    }
  }

  private int judge(RunSettings file, Optional<String> url, ApiSettings served) {
    Spec spec = choice.openOver(file);
    Path genesisFile =
        genesis
            .or(file::genesis)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--genesis FILE is missing, and no network.genesis stands in a settings"
                            + " file"));
    State state = SpecChoice.state(spec, "--genesis", genesisFile);
    file.checkSources();
    List<SourceSettings> sources = new ArrayList<>(file.sources());
    sources.addAll(folders());
    if (sources.isEmpty()) {
      terminal.say(
          "no sources: blocks can be pushed, or sources added, over the API (docs/api.md)");
    }
    try (OpenParts parts = new OpenParts(terminal)) {
      Database opened = open(url, dataDir.or(file::databaseFolder));
      parts.add(opened::close);
      IndexerSettings settings =
          IndexerSettings.DEFAULT.withAlerts(file.alerts()).withWebhooks(file.webhooks());
      await(Service.judging(spec, state, opened, sources, settings, served), parts);
    }
    return ExitCode.OK;
  }

  private int serve(String url, ApiSettings served) throws InterruptedException {
    try (OpenParts parts = new OpenParts(terminal)) {
      Database opened = open(Optional.of(url), Optional.empty());
      parts.add(opened::close);
      await(Service.serving(storedSpec(opened), opened, served), parts);
    }
    return ExitCode.OK;
  }

  /** The network that the database is about; waits until there is one. */
  private Spec storedSpec(Database opened) throws InterruptedException {
    Optional<Spec> spec = StoredSpec.read(opened.jdbi());
    if (spec.isEmpty()) {
      terminal.say("no process with the role all or index has begun this database yet: waiting");
    }
    while (spec.isEmpty()) {
      Thread.sleep(LOOK_AGAIN_MILLIS);
      spec = StoredSpec.read(opened.jdbi());
    }
    return spec.get();
  }

  private void await(Service service, OpenParts parts) {
    parts.add(service::close);
    terminal.out().println("Crosscheck is on " + service.url());
    terminal.flushOut();
    service.await();
  }

  private List<SourceSettings> folders() {
    List<SourceSettings> sources = new ArrayList<>();
    for (Path folder : folders) {
      try {
        SourceSettings source = SourceSettings.ofFolder("--blocks", folder);
        source.check();
        sources.add(source);
      } catch (SettingsException e) {
        throw new UsageException(e.getMessage(), e);
      }
    }
    return sources;
  }

  private static Database open(Optional<String> url, Optional<Path> folder) {
    try {
      return url.isPresent()
          ? Database.external(url.get())
          : Database.embedded(folder.orElse(Path.of("crosscheck-data")));
    } catch (DatabaseException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
