package crosscheck.replay;

/**
 * The history cannot be read for now. It passes through {@link Replay}, because it says nothing of
 * any block; the replay that threw it stands nowhere known and is to be given up.
 */
public final class HistoryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public HistoryException(Throwable cause) {
    super("the history cannot be read: " + cause.getMessage(), cause);
  }
}
