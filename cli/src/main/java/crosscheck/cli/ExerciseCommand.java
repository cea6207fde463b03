package crosscheck.cli;

import crosscheck.indexer.exercise.Scenario;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Exercises of pairs of clients: what there is, and running one. */
@Command(
    name = "exercise",
    description = {
      "Run an exercise of the interop lock-in, or one of your own, and score it.",
      "",
      "docs/exercises.md is the manual of scenario files."
    },
    footer = {
      "",
      "Examples:",
      "  crosscheck exercise list",
      "  crosscheck exercise run 5 --seconds-per-slot 1 --report exercise-5.md",
      "  crosscheck exercise run 4 --client A=Lighthouse --client B=Lodestar"
    })
final class ExerciseCommand {

  private ExerciseCommand() {}

  /** The command with those below it. */
  static CommandLine of(Terminal terminal) {
    return new CommandLine(new ExerciseCommand())
        .addSubcommand(new ExerciseRunCommand(terminal))
        .addSubcommand(new ExerciseStartCommand(terminal))
        .addSubcommand(new ListCommand(terminal))
        .addSubcommand(new ShowCommand(terminal))
        .addSubcommand(new CheckCommand(terminal));
  }

  /** What comes with the program. */
  @Command(name = "list", description = "List the exercises that come with the program.")
  static final class ListCommand implements Callable<Integer> {

    private final Terminal terminal;

    ListCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      for (String name : Exercises.SHIPPED) {
        Scenario scenario = Exercises.find(name).scenario();
        String variants =
            scenario.variants().stream()
                .map(Scenario.Variant::word)
                .collect(Collectors.joining(", "));
        terminal.out().printf("%-8s %s%n", name, scenario.about());
        terminal.out().printf("%-8s variants: %s%n", "", variants);
      }
      terminal.flushOut();
      return ExitCode.OK;
    }
  }

  /** The file of one. */
  @Command(
      name = "show",
      description = "Write the scenario of an exercise: to read it, or to begin one of your own.")
  static final class ShowCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "NAME|FILE", description = "An exercise of the list, or a file.")
    private String name;

    ShowCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      terminal.out().print(Exercises.find(name).text());
      terminal.flushOut();
      return ExitCode.OK;
    }
  }

  /** What is wrong with a file. */
  @Command(
      name = "check",
      description = "Read scenario files and say what they ask, or which line is wrong.")
  static final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Scenarios.")
    private List<String> files;

    CheckCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      for (String file : files) {
        Scenario scenario = Exercises.find(file).scenario();
        terminal.out().printf("%s: exercise %s, %s%n", file, scenario.exercise(), scenario.name());
        scenario.asked().forEach(line -> terminal.out().println("  " + line));
      }
      terminal.flushOut();
      return ExitCode.OK;
    }
  }
}
