package crosscheck.cli;

import crosscheck.bls.ConfirmedChecker;
import crosscheck.bls.SignatureChecker;
import crosscheck.spec.Block;
import crosscheck.spec.InvalidException;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pre-state and blocks in, post-state out. */
@Command(
    name = "transition",
    description = {
      "Apply blocks to a state, one after the other, and write the post-state.",
      "",
      "All checks are made, signatures and state roots included. It stops with exit code 1 at the"
          + " first block that is not valid; then nothing is written."
    },
    footer = {
      "",
      "Example:",
      "  crosscheck transition --pre genesis.ssz --out post.ssz block1.ssz block2.ssz"
    })
final class TransitionCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final SpecChoice choice = new SpecChoice();

  @Option(
      names = "--pre",
      required = true,
      paramLabel = "FILE",
      description = "SSZ of the BeaconState to start from.")
  private Path pre;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the SSZ of the post-state goes (default: standard output).")
  private Optional<Path> out = Optional.empty();

  @Parameters(
      paramLabel = "BLOCK",
      arity = "1..*",
      description = "Files and folders of SSZ blocks, in the order to apply.")
  private List<Path> blocks;

  TransitionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Spec spec = choice.open();
    State state = SpecChoice.state(spec, "--pre", pre);
    List<Path> files = InputFile.expand(blocks, terminal::say);
    if (out.isEmpty() && terminal.outShown()) {
      terminal.writeBinary(new byte[0]);
    }
    SignatureChecker signatures = ConfirmedChecker.preferred();
    for (Path file : files) {
      try {
        Block block = spec.decodeBlock(InputFile.bytes(file));
        state = spec.transition(state, block, signatures);
      } catch (SszException e) {
        terminal.say("%s is malformed: ssz_decode: %s".formatted(file, e.getMessage()));
        return ExitCode.NOT_VALID;
      } catch (InvalidException e) {
        terminal.say("%s is invalid: %s".formatted(file, Wording.of(e.failure(spec.version()))));
        return ExitCode.NOT_VALID;
      }
      terminal.say(
          "%s: slot %s, state root %s"
              .formatted(file, Long.toUnsignedString(state.slot()), spec.hash(state)));
    }
    OutputFile.write(out, spec.ssz().encode(state).toArrayUnsafe(), terminal);
    return ExitCode.OK;
  }
}
