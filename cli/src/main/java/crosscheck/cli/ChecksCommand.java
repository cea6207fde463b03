package crosscheck.cli;

import crosscheck.spec.Check;
import crosscheck.spec.Spec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists every check a block must pass. */
@Command(
    name = "checks",
    description = {
      "List every check a block must pass, in the order of the spec.",
      "",
      "# is the ordinal among the asserts of the function; checks without one are failures that the"
          + " spec leaves implicit and that can happen in many functions (*)."
    })
final class ChecksCommand implements Callable<Integer> {

  /** How the list is shown. */
  enum Format {
    TABLE,
    JSONL,
    MARKDOWN
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
      names = "--format",
      converter = FormatWord.class,
      paramLabel = "table|jsonl|markdown",
      description = "Default: table.")
  private Format format = Format.TABLE;

  ChecksCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Spec spec = choice.open();
    List<Check> checks = spec.checks();
    switch (format) {
      case TABLE -> table(checks);
      case JSONL -> checks.forEach(check -> terminal.out().println(Json.line(plain(check))));
      case MARKDOWN -> markdown(checks);
    }
    terminal.flushOut();
    return ExitCode.OK;
  }

  private void table(List<Check> checks) {
    int function = width(checks, Check::function);
    int id = width(checks, Check::id);
    String row = "%-" + function + "s %2s  %-" + id + "s  %s%n";
    terminal.out().printf(row, "FUNCTION", "#", "CHECK", "FAILS WHEN");
    for (Check check : checks) {
      terminal.out().printf(row, check.function(), ordinal(check), check.id(), check.wording());
    }
  }

  private void markdown(List<Check> checks) {
    terminal.out().println("| function | # | check | fails when |");
    terminal.out().println("|---|---|---|---|");
    for (Check check : checks) {
      terminal
          .out()
          .printf(
              "| [`%s`](%s) | %s | `%s` | %s |%n",
              check.function(),
              check.link(),
              ordinal(check),
              check.id(),
              check.wording().replace("|", "\\|"));
    }
  }

  private static Map<String, Object> plain(Check check) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("check", check.id());
    json.put("function", check.function());
    json.put("assertion", check.assertion().isPresent() ? check.assertion().getAsInt() : null);
    json.put("message", check.wording());
    json.put("link", check.link());
    return json;
  }

  private static String ordinal(Check check) {
    return check.assertion().isPresent() ? String.valueOf(check.assertion().getAsInt()) : "";
  }

  private static int width(List<Check> checks, java.util.function.Function<Check, String> text) {
    return checks.stream().map(text).mapToInt(String::length).max().orElse(1);
  }
}
