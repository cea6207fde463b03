package crosscheck.cli;

import crosscheck.replay.Judgement;
import crosscheck.spec.Spec;
import java.nio.file.Path;
import java.util.List;

/** One JSON object a line on standard output; everything else on standard error. */
final class VerdictLines implements VerdictReport {

  private final Spec spec;
  private final Terminal terminal;

  VerdictLines(Spec spec, Terminal terminal) {
    this.spec = spec;
    this.terminal = terminal;
  }

  @Override
  public void begin(List<Path> files) {
    // JSON lines have no heading
  }

  @Override
  public void add(Path file, Judgement judgement, List<String> differences) {
    terminal.out().println(Json.line(JudgementJson.of(spec, file, judgement)));
    terminal.flushOut();
    differences.forEach(difference -> terminal.say(file + ": " + difference));
  }

  @Override
  public void end(VerdictCounts counts) {
    terminal.say(counts.summary());
  }
}
