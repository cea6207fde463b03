package crosscheck.testnet;

import crosscheck.settings.Section;

/**
 * Nodes that take in late what they are sent, as if each message had to wait.
 *
 * @param byMillis how late
 */
record Lag(Window window, Target target, long byMillis) implements Fault {

  static Fault read(FaultKinds.Frame frame, Section section) {
    return new Lag(frame.window(), frame.target(), frame.scale().millis(section.required("by")));
  }

  @Override
  public String kind() {
    return "lag";
  }

  @Override
  public String description() {
    return "hears of everything %.1f s late".formatted(byMillis / 1e3);
  }

  @Override
  public Passage passage(String from, String to, Passage passage, Dice dice) {
    return target.strikes(to) ? passage.later(byMillis) : passage;
  }
}
