/**
 * The one command line, and the place where the modules are put together by constructor. Nobody may
 * use this package; start reading at {@link crosscheck.cli.Main}, then one class for each command.
 *
 * <p>Each command gets the {@link crosscheck.cli.Terminal} it talks to, so that tests can run it
 * with streams of their own. Answers go to standard output and nothing else does; whatever is said
 * about the work goes to standard error. Exit codes stand in {@link crosscheck.cli.ExitCode}.
 */
package crosscheck.cli;
