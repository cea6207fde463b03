package crosscheck.testnet;

import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the parts of a plan are read against.
 *
 * @param nodes names of the network's nodes, in order
 * @param secondsPerSlot of the configuration
 * @param slotsPerEpoch of the configuration
 */
public record PlanScale(Set<String> nodes, long secondsPerSlot, long slotsPerEpoch) {

  private static final Pattern SLOTS = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?) slots?");

  /**
   * A length of time: a duration, or a number of slots ({@code 1.5 slots}), so that a plan need not
   * know the slot time. In milliseconds, greater than 0.
   *
   * @throws SettingsException when it is of no such form
   */
  long millis(Value value) {
    String text = value.text();
    Matcher matcher = SLOTS.matcher(text);
    if (!matcher.matches()) {
      if (text.contains("slot")) {
        throw value.wrong(
            "expected a duration such as 500ms or 2s, or slots as in 1.5 slots, got \"%s\""
                .formatted(text));
      }
      return value.duration(Duration.ofMillis(1), Duration.ofDays(7)).toMillis();
    }
    long millis = Math.round(Double.parseDouble(matcher.group(1)) * millisPerSlot());
    if (millis < 1) {
      throw value.wrong("expected more than 0 slots");
    }
    return millis;
  }

  long millisPerSlot() {
    return secondsPerSlot * 1_000;
  }
}
