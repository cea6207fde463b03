package crosscheck.testnet;

/**
 * How a message fares between two nodes.
 *
 * @param delayMillis until it arrives, 0 or more
 * @param lost whether it never arrives
 */
public record Passage(long delayMillis, boolean lost) {

  Passage later(long moreMillis) {
    return new Passage(delayMillis + moreMillis, lost);
  }

  Passage losing(boolean also) {
    return new Passage(delayMillis, lost || also);
  }
}
