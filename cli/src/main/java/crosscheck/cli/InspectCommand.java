package crosscheck.cli;

import crosscheck.spec.Spec;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows any SSZ object as JSON. */
@Command(
    name = "inspect",
    description = {
      "Show an SSZ object as JSON.",
      "",
      "Names as in the spec, uint64 as decimal strings, bytes as 0x-hex, bitlists as the 0x-hex of"
          + " their SSZ."
    },
    footer = {
      "",
      "Example:",
      "  crosscheck inspect --type BeaconBlock block.ssz | jq .body.graffiti"
    })
final class InspectCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final SpecChoice choice = new SpecChoice();

  @Mixin private final SszObject object = new SszObject();

  @Parameters(paramLabel = "FILE", description = "File with the SSZ.")
  private Path file;

  InspectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Spec spec = choice.open();
    Object value = object.read(spec, file);
    terminal.out().println(Json.indented(spec.ssz().toPlain(value)));
    terminal.flushOut();
    return ExitCode.OK;
  }
}
