package crosscheck.cli;

import crosscheck.spec.InvalidException;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.tuweni.bytes.Bytes32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a genesis state. */
@Command(
    name = "genesis",
    description = {
      "Make a genesis state: the mocked start of the 2019 interop standard, or from deposits.",
      "",
      "The SSZ goes to standard output, or to a file."
    },
    customSynopsis = {
      "crosscheck genesis [--config NAME|FILE] --validators N --genesis-time SECONDS [--out FILE]",
      "       crosscheck genesis [--config NAME|FILE] --eth1-block-hash HASH --eth1-timestamp SECONDS"
          + " --deposits FILE... [--out FILE]"
    },
    footer = {
      "",
      "Example:",
      "  crosscheck genesis --config minimal --validators 16 --genesis-time 1567777777 > genesis.ssz"
    })
final class GenesisCommand implements Callable<Integer> {

  /** More keys than this are a slip of the hand: the state would not fit the machine. */
  private static final int MOST_VALIDATORS = 4_000_000;

  private final Terminal terminal;

  @Mixin private final SpecChoice choice = new SpecChoice();

  @Option(
      names = "--validators",
      paramLabel = "N",
      description = "Mocked start: this many validators with the interop keys.")
  private Optional<Integer> validators = Optional.empty();

  @Option(
      names = "--genesis-time",
      paramLabel = "SECONDS",
      description = "Mocked start: Unix time of slot 0.")
  private Optional<Long> genesisTime = Optional.empty();

  @Option(
      names = "--deposits",
      arity = "1..*",
      paramLabel = "FILE",
      description = "From deposits: files and folders, one SSZ Deposit each, in order.")
  private List<Path> deposits = List.of();

  @Option(
      names = "--eth1-block-hash",
      paramLabel = "HASH",
      description = "From deposits: 32 bytes, 0x-hex.")
  private Optional<String> eth1BlockHash = Optional.empty();

  @Option(
      names = "--eth1-timestamp",
      paramLabel = "SECONDS",
      description = "From deposits: Unix time of that eth1 block.")
  private Optional<Long> eth1Timestamp = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the SSZ goes (default: standard output).")
  private Optional<Path> out = Optional.empty();

  GenesisCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Spec spec = choice.open();
    State state = deposits.isEmpty() ? mocked(spec) : deposited(spec);
    OutputFile.write(out, spec.ssz().encode(state).toArrayUnsafe(), terminal);
    return ExitCode.OK;
  }

  private State mocked(Spec spec) {
    if (eth1BlockHash.isPresent() || eth1Timestamp.isPresent()) {
      throw new UsageException("--eth1-block-hash and --eth1-timestamp need --deposits FILE...");
    }
    if (validators.isEmpty() || genesisTime.isEmpty()) {
      throw new UsageException("give --validators N and --genesis-time SECONDS (or --deposits)");
    }
    requireRange("--validators", validators.get(), 1, MOST_VALIDATORS);
    requireRange("--genesis-time", genesisTime.get(), 0, Long.MAX_VALUE);
    return spec.mockedGenesis(validators.get(), genesisTime.get());
  }

  private State deposited(Spec spec) {
    if (validators.isPresent() || genesisTime.isPresent()) {
      throw new UsageException("--validators and --genesis-time do not go with --deposits");
    }
    if (eth1BlockHash.isEmpty() || eth1Timestamp.isEmpty()) {
      throw new UsageException("--deposits needs --eth1-block-hash and --eth1-timestamp");
    }
    requireRange("--eth1-timestamp", eth1Timestamp.get(), 0, Long.MAX_VALUE);
    Bytes32 hash = hash(eth1BlockHash.get());
    Class<?> container = spec.containers().get("Deposit");
    List<Object> values = new ArrayList<>();
    for (Path file : InputFile.expand(deposits, terminal::say)) {
      try {
        values.add(spec.ssz().decode(container, InputFile.bytes(file)));
      } catch (SszException e) {
        throw new UsageException(
            "--deposits: %s is not the SSZ of a Deposit: %s".formatted(file, e.getMessage()), e);
      }
    }
    try {
      State state = spec.genesisFromDeposits(hash, eth1Timestamp.get(), values);
      if (!spec.validGenesis(state)) {
        terminal.say(
            "warning: too early or too few active validators for a genesis under configuration "
                + spec.config().name());
      }
      return state;
    } catch (InvalidException e) {
      throw new UsageException(
          "--deposits: no genesis comes of them: " + Wording.of(e.failure(spec.version())), e);
    }
  }

  private static Bytes32 hash(String text) {
    if (!text.matches("0x[0-9a-fA-F]{64}")) {
      throw new UsageException(
          "--eth1-block-hash: expected 0x and 64 hex digits, got \"" + text + "\"");
    }
    return Bytes32.fromHexString(text);
  }

  private static void requireRange(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new UsageException(
          "%s: expected a number from %d to %d, got %d".formatted(option, least, most, value));
    }
  }
}
