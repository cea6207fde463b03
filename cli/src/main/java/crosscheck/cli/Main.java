package crosscheck.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry: {@code crosscheck COMMAND …}. */
@Command(
    name = "crosscheck",
    description = "Re-executes every block of an Ethereum consensus test network, and says why.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done: all blocks valid, or everything as expected.",
      "1:Done: some block is not valid, or not as expected.",
      "2:Not done: wrong usage, or a file or configuration that cannot be used.",
      "3:Not done: a fault of Crosscheck itself."
    })
public final class Main {

  @CommandLine.Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  private final Terminal terminal;

  private Main(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  /** Runs one command line to its end; the exit code, see {@link ExitCode}. */
  static int run(Terminal terminal, String... arguments) {
    Main main = new Main(terminal);
    CommandLine commands = new CommandLine(main);
    List.of(
            new VerifyCommand(terminal),
            new TransitionCommand(terminal),
            new InspectCommand(terminal),
            new RootCommand(terminal),
            new GenesisCommand(terminal),
            new ChecksCommand(terminal),
            new RunCommand(terminal),
            new TestnetCommand(terminal),
            new DemoCommand(terminal),
            ExerciseCommand.of(terminal),
            new ReplayCommand(terminal),
            new RehearseCommand())
        .forEach(commands::addSubcommand);
    CommandLine completion = new CommandLine(new GenerateCompletion());
    completion
        .getCommandSpec()
        .name("completion")
        .usageMessage()
        .description("Write a completion script for bash and zsh: source <(crosscheck completion)");
    commands.addSubcommand(completion);
    commands
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                terminal.outShown() && terminal.colour() ? Ansi.ON : Ansi.OFF))
        .setExecutionStrategy(main::execute)
        .setParameterExceptionHandler((e, rest) -> main.wrongUsage(e))
        .setExecutionExceptionHandler((e, command, result) -> main.failed(e, command));
    int code = main.outcome(commands, arguments);
    terminal.out().flush();
    terminal.err().flush();
    return code;
  }

  /**
   * What not even picocli catches (no memory, a broken build) is our fault too, and not exit code
   * 1.
   */
  private int outcome(CommandLine commands, String... arguments) {
    try {
      return commands.execute(arguments);
    } catch (Error e) {
      return failed(e, commands);
    }
  }

  /** Without a command there is nothing to do but say so. */
  private int execute(ParseResult result) {
    boolean bare = !result.hasSubcommand();
    boolean asked = result.isUsageHelpRequested() || result.isVersionHelpRequested();
    if (bare && !asked) {
      result.commandSpec().commandLine().usage(terminal.err(), Ansi.OFF);
      return ExitCode.USAGE;
    }
    return new CommandLine.RunLast().execute(result);
  }

  private int wrongUsage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    terminal.say(prefix(command) + e.getMessage().lines().findFirst().orElse("wrong usage"));
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    terminal.say("See " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private int failed(Throwable e, CommandLine command) {
    terminal.out().flush();
    boolean usage = e instanceof UsageException;
    if (usage) {
      terminal.say(prefix(command) + e.getMessage());
    } else {
      terminal.say(prefix(command) + "this is a fault of Crosscheck, not of the input: " + e);
    }
    if (debug) {
      e.printStackTrace(terminal.err());
    } else if (!usage) {
      terminal.say("Run it again with --debug for the stack trace.");
    }
    return usage ? ExitCode.USAGE : ExitCode.OUR_FAULT;
  }

  private static String prefix(CommandLine command) {
    return command.getCommandSpec().qualifiedName() + ": ";
  }
}
