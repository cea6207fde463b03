package crosscheck.cli;

import crosscheck.replay.Input;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges blocks offline, each from its parent's post-state, whatever the forks. */
@Command(
    name = "verify",
    description = {
      "Judge SSZ blocks offline: each from its parent's post-state, whatever the forks.",
      "",
      "Files are judged in the order given, the files of a folder by name. Without a clock each block"
          + " is judged as if its slot had come, up to 131,072 slots after its parent: one further"
          + " ahead is \"future\"."
    },
    customSynopsis = {
      "crosscheck verify [--config NAME|FILE] --genesis FILE [OPTIONS] PATH...",
      "       crosscheck verify --chain FOLDER [--check] [OPTIONS]"
    },
    footer = {
      "",
      "Examples:",
      "  crosscheck verify --config minimal --genesis genesis.ssz blocks/",
      "  crosscheck verify --genesis genesis.ssz --format jsonl a.ssz b.ssz | jq .verdict",
      "  crosscheck verify --chain chains/invalid-16 --check"
    })
final class VerifyCommand implements Callable<Integer> {

  /** How judgements are shown. */
  enum Format {
    TABLE,
    JSONL
  }

  /** Reads {@link Format}. */
  static final class FormatWord extends Word<Format> {
    FormatWord() {
      super(Format.class);
    }
  }

  private final Terminal terminal;

  @Mixin private final SpecChoice choice = new SpecChoice();

  @Option(
      names = "--genesis",
      paramLabel = "FILE",
      description = "SSZ of the BeaconState the chain starts from.")
  private Optional<Path> genesis = Optional.empty();

  @Option(
      names = "--chain",
      paramLabel = "FOLDER",
      description =
          "A recorded chain: configuration, genesis, files and clock come from its index.json.")
  private Optional<Path> chain = Optional.empty();

  @Option(
      names = "--check",
      description = "With --chain: compare with the expectations in index.json too.")
  private boolean check;

  @Option(
      names = "--format",
      converter = FormatWord.class,
      paramLabel = "table|jsonl",
      description = "A table, or one JSON object for each input (default: table).")
  private Format format = Format.TABLE;

  @Parameters(paramLabel = "PATH", description = "Files and folders of SSZ blocks.", arity = "0..*")
  private List<Path> paths = List.of();

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** One file to judge. */
  record Entry(Path file, OptionalLong time, Optional<Expectation> expectation) {}

  /** Everything a run needs. */
  record Work(Spec spec, State genesis, List<Entry> entries) {}

  @Override
  public Integer call() {
    Work work = chain.isPresent() ? recorded(chain.get()) : named();
    VerdictReport report =
        switch (format) {
          case TABLE -> new VerdictTable(terminal);
          case JSONL -> new VerdictLines(work.spec(), terminal);
        };
    return judge(work, report).exitCode();
  }

  private VerdictCounts judge(Work work, VerdictReport report) {
    List<Entry> entries = work.entries();
    VerdictCounts counts = new VerdictCounts(check);
    ProgressBar progress = new ProgressBar(terminal, entries.size());
    Iterator<Entry> answered = entries.iterator();
    report.begin(entries.stream().map(Entry::file).toList());
    progress.show(0, 0);
    try (Replay replay = new Replay(work.spec(), work.genesis(), ReplaySettings.defaults())) {
      replay.judgeAll(
          inputs(entries),
          judgement -> {
            Entry entry = answered.next();
            List<String> differences = differences(work.spec(), entry, judgement);
            counts.add(judgement, differences);
            progress.hide();
            report.add(entry.file(), judgement, differences);
            progress.show(counts.total(), counts.bad());
          });
    } finally {
      progress.hide();
    }
    report.end(counts);
    return counts;
  }

  /** Reads each file only when its turn comes. */
  private static Iterator<Input> inputs(List<Entry> entries) {
    return entries.stream()
        .map(entry -> new Input(InputFile.bytes(entry.file()), entry.time()))
        .iterator();
  }

  private List<String> differences(Spec spec, Entry entry, Judgement judgement) {
    return check
        ? entry
            .expectation()
            .map(expected -> expected.differences(spec, judgement))
            .orElse(List.of())
        : List.of();
  }

  private Work recorded(Path folder) {
    if (genesis.isPresent() || choice.configGiven() || !paths.isEmpty()) {
      throw new UsageException(
          "--chain brings configuration, genesis and files with it: leave out --config, --genesis"
              + " and PATH");
    }
    RecordedChain recording = RecordedChain.open(folder);
    Spec spec = choice.open(recording.config(), recording.specVersion());
    State state = SpecChoice.state(spec, "--chain", recording.genesis());
    return new Work(spec, state, recording.entries());
  }

  private Work named() {
    if (check) {
      throw new UsageException("--check needs --chain: the expectations are in its index.json");
    }
    if (genesis.isEmpty()) {
      throw new UsageException(
          "--genesis FILE is missing: the state the chain starts from (or give --chain FOLDER)");
    }
    if (paths.isEmpty()) {
      throw new UsageException("nothing to judge: give files or folders of SSZ blocks");
    }
    Spec spec = choice.open();
    State state = SpecChoice.state(spec, "--genesis", genesis.get());
    List<Entry> entries =
        InputFile.expand(paths, terminal::say).stream()
            .map(file -> new Entry(file, OptionalLong.empty(), Optional.empty()))
            .toList();
    if (entries.isEmpty()) {
      throw new UsageException("nothing to judge: there are no files in these folders");
    }
    return new Work(spec, state, entries);
  }
}
