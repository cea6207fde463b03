package crosscheck.db;

/**
 * The database cannot be opened or used. The message is for the person who started the program: it
 * says what is wrong, where, and what to do.
 */
public final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public DatabaseException(String message) {
    super(message);
  }

  public DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
