package crosscheck.testnet;

/**
 * A fault of a running network, as it stands.
 *
 * @param id from 1
 * @param fault what it does
 * @param state whether its window has opened
 * @param strikes how often it has struck; of faults of links, clocks and whole nodes this is not
 *     counted
 */
public record ActiveFault(int id, Fault fault, State state, int strikes) {

  /** Where a fault stands. */
  public enum State {
    /** Its window has not opened yet. */
    WAITING,
    ON,
    /** Its window has closed, it has struck as often as it may, or somebody has ended it. */
    DONE
  }
}
