package crosscheck.cli;

import crosscheck.spec.Spec;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the Merkle roots of an SSZ object. */
@Command(
    name = "root",
    description = {
      "Show the hash tree root of an SSZ object, and the signing root of one that is signed.",
      "",
      "A block's id is its signing root."
    },
    footer = {"", "Example:", "  crosscheck root --type BeaconBlock block.ssz"})
final class RootCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final SpecChoice choice = new SpecChoice();

  @Mixin private final SszObject object = new SszObject();

  @Parameters(paramLabel = "FILE", description = "File with the SSZ.")
  private Path file;

  RootCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Spec spec = choice.open();
    Object value = object.read(spec, file);
    terminal.out().println("hash_tree_root " + spec.ssz().hashTreeRoot(value));
    if (signed(value.getClass())) {
      terminal.out().println("signing_root " + spec.ssz().signingRoot(value));
    }
    terminal.flushOut();
    return ExitCode.OK;
  }

  /** The signing root leaves out the last field, which must be a signature. */
  private static boolean signed(Class<?> container) {
    RecordComponent[] fields = container.isRecord() ? container.getRecordComponents() : null;
    return fields != null && fields[fields.length - 1].getName().equals("signature");
  }
}
