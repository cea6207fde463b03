package crosscheck.cli;

import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
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

/** The service: a watched folder in, verdicts in a database, the page and the API out. */
@Command(
    name = "run",
    description = {
      "Judge the blocks that appear in a folder, keep the verdicts in a database, and serve the page"
          + " and the API.",
      "",
      "It may be killed at any instant and started again over the same database: nothing is lost and"
          + " nothing is judged twice differently. Blocks are files named *.ssz; write them under"
          + " another name and rename."
    },
    footer = {
      "",
      "Examples:",
      "  crosscheck run --config minimal --genesis genesis.ssz --blocks blocks/",
      "  crosscheck run --genesis genesis.ssz --blocks blocks/ \\",
      "      --database 'jdbc:postgresql://db.example/crosscheck?user=me&password=...'"
    })
final class RunCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final SpecChoice choice = new SpecChoice();

  @Option(
      names = "--genesis",
      required = true,
      paramLabel = "FILE",
      description = "SSZ of the BeaconState the chain starts from.")
  private Path genesis;

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
  public Integer call() {
    if (database.isPresent() && dataDir.isPresent()) {
      throw new UsageException("--data-dir is for the embedded Postgres: leave out --database");
    }
    address.requireFree();
    Spec spec = choice.open();
    State state = SpecChoice.state(spec, "--genesis", genesis);
    List<SourceSettings> sources = sources();
    try (OpenParts parts = new OpenParts(terminal)) {
      Database opened = open();
      parts.add(opened::close);
      Service service = new Service(spec, state, opened, sources, address);
      parts.add(service::close);
      terminal.out().println("Crosscheck is on " + service.url());
      terminal.flushOut();
      service.await();
    }
    return ExitCode.OK;
  }

  private List<SourceSettings> sources() {
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
    if (sources.isEmpty()) {
      terminal.say("no --blocks folder: only what the database has already is served");
    }
    return sources;
  }

  private Database open() {
    try {
      return database.isPresent()
          ? Database.external(database.get())
          : Database.embedded(dataDir.orElse(Path.of("crosscheck-data")));
    } catch (DatabaseException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
