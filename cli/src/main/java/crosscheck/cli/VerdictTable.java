package crosscheck.cli;

import crosscheck.replay.Judgement;
import crosscheck.replay.Verdict;
import java.nio.file.Path;
import java.util.List;

/** A compact table for people. */
final class VerdictTable implements VerdictReport {

  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String FAINT = "2";
  private static final int WIDEST_FILE = 40;

  private final Terminal terminal;
  private int fileWidth;

  VerdictTable(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void begin(List<Path> files) {
    if (files.isEmpty()) {
      return;
    }
    int longest = files.stream().mapToInt(file -> name(file).length()).max().orElse(0);
    fileWidth = Math.max("FILE".length(), Math.min(WIDEST_FILE, longest));
    String heading = row(" ", "FILE", "SLOT", "ROOT", "PROPOSER", "VERDICT", "REASON");
    terminal.out().println(painted(FAINT, heading));
  }

  @Override
  public void add(Path file, Judgement judgement, List<String> differences) {
    String slot = judgement.block().map(b -> Long.toUnsignedString(b.slot())).orElse("");
    String root = judgement.root().map(Wording::shortRoot).orElse("");
    String proposer =
        judgement.proposerIndex().isPresent()
            ? Long.toUnsignedString(judgement.proposerIndex().getAsLong())
            : "";
    String verdict = judgement.verdict().word().replace('_', ' ');
    String text =
        row(
            mark(judgement.verdict()),
            name(file),
            slot,
            root,
            proposer,
            verdict,
            Wording.reason(judgement));
    terminal.out().println(painted(colour(judgement.verdict()), text));
    for (String difference : differences) {
      terminal.out().println(painted(RED, "    differs: " + difference));
    }
    terminal.flushOut();
  }

  @Override
  public void end(VerdictCounts counts) {
    terminal.out().println(counts.summary());
    counts
        .last()
        .ifPresent(
            last ->
                terminal
                    .out()
                    .printf(
                        "head %s, justified epoch %s, finalized epoch %s%n",
                        last.head().toHexString(),
                        Long.toUnsignedString(last.storeJustified().epoch()),
                        Long.toUnsignedString(last.storeFinalized().epoch())));
    terminal.flushOut();
  }

  private String row(
      String mark,
      String file,
      String slot,
      String root,
      String proposer,
      String verdict,
      String reason) {
    String format = "%s %-" + fileWidth + "s %8s  %-9s %8s  %-14s %s";
    return format.formatted(mark, file, slot, root, proposer, verdict, reason).stripTrailing();
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? file.toString() : name.toString();
  }

  private static String mark(Verdict verdict) {
    return switch (verdict) {
      case VALID -> "✓";
      case INVALID, MALFORMED -> "✗";
      case UNKNOWN_PARENT, FUTURE -> "?";
      case ERROR -> "!";
    };
  }

  private static String colour(Verdict verdict) {
    return switch (verdict) {
      case VALID -> GREEN;
      case INVALID, MALFORMED, ERROR -> RED;
      case UNKNOWN_PARENT, FUTURE -> YELLOW;
    };
  }

  private String painted(String colour, String text) {
    return terminal.outShown() && terminal.colour()
        ? "\u001b[" + colour + "m" + text + "\u001b[0m"
        : text;
  }
}
