package crosscheck.api;

/** Lets people say that they deal with an alert; whoever puts the server together says how. */
public interface Acknowledgements {

  /** What came of it; it is durable. */
  enum Outcome {
    /** It is acknowledged. */
    DONE,
    /** Somebody had acknowledged it before; that stands. */
    ALREADY,
    /** The alert has ended. */
    RESOLVED,
    /** There is no such alert. */
    UNKNOWN
  }

  /**
   * Acknowledges an alert.
   *
   * @param by who does, 1 to 80 characters
   */
  Outcome acknowledge(long alertId, String by);
}
