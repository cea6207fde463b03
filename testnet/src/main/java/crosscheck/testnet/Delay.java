package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;

/**
 * How long messages take, as a distribution. In milliseconds.
 *
 * @param least each takes at least this
 * @param spread evenly distributed on top of it, up to this
 * @param mean exponentially distributed on top of both, with this mean
 */
public record Delay(long least, long spread, long mean) {

  public static final Delay NONE = new Delay(0, 0, 0);

  /** No delay of a link is longer than this many means. */
  private static final int LONGEST_TAIL = 20;

  /**
   * Reads a duration ({@code 50ms}), {@code {least: 20ms, most: 80ms}} or {@code {mean: 50ms}}, or
   * both.
   *
   * @throws SettingsException naming the line
   */
  static Delay read(Value value, PlanScale scale) {
    if (!value.entriesByName()) {
      return new Delay(scale.millis(value), 0, 0);
    }
    Section section = value.section("least", "most", "mean");
    long least = section.optional("least").map(scale::millis).orElse(0L);
    long most = section.optional("most").map(scale::millis).orElse(least);
    if (most < least) {
      throw section.required("most").wrong("expected no less than \"least\"");
    }
    return new Delay(least, most - least, section.optional("mean").map(scale::millis).orElse(0L));
  }

  /** One message's delay. */
  long of(Dice dice) {
    long even = spread == 0 ? 0 : Math.round(dice.of("even").fraction() * spread);
    double tail = mean == 0 ? 0 : -Math.log(1 - dice.of("tail").fraction());
    return least + even + Math.round(Math.min(tail, LONGEST_TAIL) * mean);
  }
}
