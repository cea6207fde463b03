package crosscheck.indexer.exercise;

import crosscheck.settings.Value;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of the network, as a scenario says it.
 *
 * @param unit epochs, slots, or seconds since genesis
 * @param count how many
 */
record Moment(Unit unit, long count) {

  private static final Pattern COUNTED = Pattern.compile("(epoch|slot) ([0-9]{1,9})");
  private static final Pattern TIMED = Pattern.compile("[0-9].*[a-z]");

  enum Unit {
    EPOCH,
    SLOT,
    SECONDS
  }

  /** Reads {@code epoch 8}, {@code slot 64}, or a time since genesis such as {@code 10m}. */
  static Moment read(Value value) {
    Matcher matcher = COUNTED.matcher(value.text());
    if (matcher.matches()) {
      Unit unit = matcher.group(1).equals("epoch") ? Unit.EPOCH : Unit.SLOT;
      return new Moment(unit, Long.parseLong(matcher.group(2)));
    }
    if (!TIMED.matcher(value.text()).matches()) {
      throw value.wrong(
          "expected epoch 8, slot 64, or a time since genesis such as 10m, got \"%s\""
              .formatted(value.text()));
    }
    return new Moment(Unit.SECONDS, value.duration().toSeconds());
  }

  /** The slot in which it begins. */
  long firstSlot(NetworkTime time) {
    return switch (unit) {
      case EPOCH -> count * time.slotsPerEpoch();
      case SLOT -> count;
      case SECONDS -> count / time.secondsPerSlot();
    };
  }

  /** The last slot that belongs to it. */
  long lastSlot(NetworkTime time) {
    return unit == Unit.EPOCH ? (count + 1) * time.slotsPerEpoch() - 1 : firstSlot(time);
  }
}
