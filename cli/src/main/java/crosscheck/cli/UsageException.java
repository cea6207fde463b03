package crosscheck.cli;

/**
 * The command line, a file or the configuration cannot be used. The message is one line that names
 * what and where, and is all the user gets to see.
 */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
