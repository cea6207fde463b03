package crosscheck.cli;

import crosscheck.api.StoredSpec;
import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import crosscheck.indexer.StoredVerdicts;
import crosscheck.indexer.StoredVerdicts.Stored;
import crosscheck.replay.Input;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.Failure;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.tuweni.bytes.Bytes32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges a stored run again, by the present verifier, and shows what is different now. */
@Command(
    name = "replay",
    description = {
      "Judge a stored run again by the present verifier, and show which verdicts have changed.",
      "",
      "The run is in a database, or in a recorded folder with its index.json. Nothing is changed in"
          + " either: a database of an older Crosscheck is refused, not brought up to date."
    },
    customSynopsis = {
      "crosscheck replay [--spec VERSION] --data-dir FOLDER | --database URL",
      "       crosscheck replay [--spec VERSION] --chain FOLDER"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Nothing has changed.",
      "1:Some verdict or reason has changed.",
      "2:Not done: wrong usage, or a run that cannot be read.",
      "3:Not done: a fault of Crosscheck itself."
    })
final class ReplayCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final SpecChoice choice = new SpecChoice();

  @Option(
      names = "--chain",
      paramLabel = "FOLDER",
      description = "A recorded folder: genesis, blocks, and their verdicts in index.json.")
  private Optional<Path> chain = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Where an embedded Postgres has kept its data; no other process may use it.")
  private Optional<Path> dataDir = Optional.empty();

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "JDBC URL of a Postgres that has the run.")
  private Optional<String> database = Optional.empty();

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int given =
        (chain.isPresent() ? 1 : 0)
            + (dataDir.isPresent() ? 1 : 0)
            + (database.isPresent() ? 1 : 0);
    if (given != 1) {
      throw new UsageException(
          (given == 0 ? "where is the run? Give one of" : "give only one of")
              + " --data-dir FOLDER, --database URL, --chain FOLDER");
    }
    if (choice.configGiven()) {
      throw new UsageException("the run brings its configuration with it: leave out --config");
    }
    Tally tally = chain.isPresent() ? ofFolder(chain.get()) : ofDatabase();
    terminal
        .out()
        .println(
            "%d judged again: %s"
                .formatted(
                    tally.judged,
                    tally.changed == 0 ? "nothing has changed" : tally.changed + " CHANGED"));
    terminal.flushOut();
    return tally.changed == 0 ? ExitCode.OK : ExitCode.NOT_VALID;
  }

  /** How many were judged again, and how many of them have changed. */
  private static final class Tally {
    private long judged;
    private long changed;
  }

  private Tally ofFolder(Path folder) {
    RecordedChain recording = RecordedChain.open(folder);
    Spec spec = choice.open(recording.config(), recording.specVersion());
    State genesis = SpecChoice.state(spec, "--chain", recording.genesis());
    List<VerifyCommand.Entry> entries = recording.entries();
    Iterator<VerifyCommand.Entry> answered = entries.iterator();
    Tally tally = new Tally();
    try (Replay replay = new Replay(spec, genesis, ReplaySettings.defaults())) {
      replay.judgeAll(
          entries.stream().map(e -> new Input(InputFile.bytes(e.file()), e.time())).iterator(),
          judgement -> {
            VerifyCommand.Entry entry = answered.next();
            List<String> changes = entry.expectation().orElseThrow().differences(spec, judgement);
            tally.judged++;
            if (!changes.isEmpty()) {
              tally.changed++;
              terminal.out().println(entry.file().getFileName());
              changes.forEach(change -> terminal.out().println("  " + change));
            }
          });
    }
    return tally;
  }

  private Tally ofDatabase() {
    if (dataDir.isPresent() && !Files.isDirectory(dataDir.get())) {
      throw new UsageException("--data-dir: there is no folder " + dataDir.get());
    }
    try (Database opened =
        database.isPresent()
            ? Database.externalAsItIs(database.get())
            : Database.embeddedAsItIs(dataDir.orElseThrow())) {
      Spec stored =
          StoredSpec.read(opened.jdbi())
              .orElseThrow(() -> new UsageException("there is no run in this database"));
      return judgeAgain(choice.over(stored), new StoredVerdicts(opened));
    } catch (DatabaseException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private Tally judgeAgain(Spec spec, StoredVerdicts run) {
    State genesis = run.genesis(spec);
    ProgressBar progress =
        new ProgressBar(terminal, (int) Math.min(run.count(), Integer.MAX_VALUE));
    Tally tally = new Tally();
    Set<Bytes32> bad = new HashSet<>();
    try (Replay replay = new Replay(spec, genesis, ReplaySettings.defaults())) {
      for (List<Stored> page = run.after(0);
          !page.isEmpty();
          page = run.after(page.get(page.size() - 1).importOrder())) {
        Iterator<Stored> answered = page.iterator();
        replay.judgeAll(
            page.stream()
                .map(s -> new Input(s.ssz(), OptionalLong.of(s.judgedAt().getEpochSecond())))
                .iterator(),
            judgement -> {
              Stored stored = answered.next();
              String now = words(judgement, bad);
              tally.judged++;
              if (!now.equals(stored.words())) {
                tally.changed++;
                progress.hide();
                tell(stored, now);
              }
              progress.show((int) Math.min(tally.judged, Integer.MAX_VALUE), (int) tally.changed);
            });
      }
    } finally {
      progress.hide();
    }
    return tally;
  }

  private void tell(Stored stored, String now) {
    String what =
        stored
            .root()
            .map(root -> "slot %s block %s".formatted(stored.slot(), root))
            .orElse("no block");
    terminal.out().println("input %d, %s".formatted(stored.inputId(), what));
    terminal.out().println("  stored: " + stored.words());
    terminal.out().println("  now:    " + now);
  }

  /**
   * The verdict and its reason, in the words that {@link Stored#words} has for them. What descends
   * from an invalid block is not judged by a replay, which finds no state of its parent.
   */
  private static String words(Judgement judgement, Set<Bytes32> bad) {
    boolean ofBadParent =
        judgement.verdict() == Verdict.UNKNOWN_PARENT
            && judgement.block().filter(block -> bad.contains(block.parentRoot())).isPresent();
    if (ofBadParent || judgement.verdict() == Verdict.INVALID) {
      judgement.root().ifPresent(bad::add);
    }
    if (ofBadParent) {
      return Stored.words(
          Verdict.INVALID.word(), Optional.empty(), Optional.empty(), Optional.empty(), true);
    }
    Optional<Failure> failure = judgement.failure();
    return Stored.words(
        judgement.verdict().word(),
        failure.map(Failure::check),
        failure.map(Failure::message),
        judgement.forkChoice().map(Failure::check),
        false);
  }
}
