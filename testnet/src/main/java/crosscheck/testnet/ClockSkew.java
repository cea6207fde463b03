package crosscheck.testnet;

import crosscheck.settings.Section;

/**
 * Nodes whose clock is wrong: they propose and attest too early or too late.
 *
 * @param aheadMillis by how much it is ahead; behind when negative
 */
record ClockSkew(Window window, Target target, long aheadMillis) implements Fault {

  static Fault read(FaultKinds.Frame frame, Section section) {
    return new ClockSkew(frame.window(), frame.target(), aheadMillis(section, frame.scale()));
  }

  /** Reads {@code ahead} or {@code behind}, of which one has to be there. */
  static long aheadMillis(Section section, PlanScale scale) {
    if (section.optional("ahead").isPresent() && section.optional("behind").isPresent()) {
      throw section.required("behind").wrong("a clock is either ahead or behind");
    }
    return section
        .optional("behind")
        .map(value -> -scale.millis(value))
        .orElseGet(() -> scale.millis(section.required("ahead")));
  }

  @Override
  public String kind() {
    return "clock_skew";
  }

  @Override
  public String description() {
    return "clock %.1f s %s"
        .formatted(Math.abs(aheadMillis) / 1e3, aheadMillis < 0 ? "behind" : "ahead");
  }

  @Override
  public long clockAheadMillis(String node) {
    return target.strikes(node) ? aheadMillis : 0;
  }
}
