package crosscheck.cli;

import crosscheck.replay.Judgement;
import java.nio.file.Path;
import java.util.List;

/** How judgements are shown, one after the other in input order. */
sealed interface VerdictReport permits VerdictTable, VerdictLines {

  void begin(List<Path> files);

  /**
   * The next judgement.
   *
   * @param differences how it differs from what was expected, a line each
   */
  void add(Path file, Judgement judgement, List<String> differences);

  void end(VerdictCounts counts);
}
