package crosscheck.cli;

/** What the process tells the shell; the same for all commands. */
final class ExitCode {

  /** Done; every block is valid, or everything is as expected. */
  static final int OK = 0;

  /** Done; some input is not valid, or not as expected. */
  static final int NOT_VALID = 1;

  /** Not done: a wrong command line, or a file or configuration that cannot be used. */
  static final int USAGE = 2;

  /** Not done: a fault of ours. */
  static final int OUR_FAULT = 3;

  private ExitCode() {}
}
