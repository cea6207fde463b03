package crosscheck.cli;

import crosscheck.replay.Judgement;
import crosscheck.replay.Verdict;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What has been judged so far. */
final class VerdictCounts {

  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
  private final boolean checked;
  private final long startNanos = System.nanoTime();
  private int differing;
  private int keptOut;
  private Judgement last;

  /**
   * @param checked whether the judgements are compared with expectations
   */
  VerdictCounts(boolean checked) {
    this.checked = checked;
  }

  void add(Judgement judgement, List<String> differences) {
    counts.merge(judgement.verdict(), 1, Integer::sum);
    differing += differences.isEmpty() ? 0 : 1;
    keptOut += judgement.forkChoice().isPresent() ? 1 : 0;
    last = judgement;
  }

  int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private int of(Verdict verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  /** Those that are not valid. */
  int bad() {
    return total() - of(Verdict.VALID);
  }

  int exitCode() {
    boolean good = checked ? differing == 0 : bad() == 0;
    return good ? ExitCode.OK : ExitCode.NOT_VALID;
  }

  /** Seconds since the start. */
  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** The last judgement: it tells where fork choice stands. */
  Optional<Judgement> last() {
    return Optional.ofNullable(last);
  }

  /** E.g. {@code 171 blocks in 1.2 s: 62 valid, 87 invalid; all as expected}. */
  String summary() {
    int total = total();
    String verdicts =
        Arrays.stream(Verdict.values())
            .filter(verdict -> of(verdict) > 0)
            .map(verdict -> of(verdict) + " " + verdict.word().replace('_', ' '))
            .collect(Collectors.joining(", "));
    if (keptOut > 0) {
      verdicts += "; %d kept out of fork choice".formatted(keptOut);
    }
    String comparison = "";
    if (checked) {
      comparison =
          differing == 0 ? "; all as expected" : "; %d NOT as expected".formatted(differing);
    }
    return "%d %s in %.1f s: %s%s"
        .formatted(total, total == 1 ? "block" : "blocks", seconds(), verdicts, comparison);
  }
}
