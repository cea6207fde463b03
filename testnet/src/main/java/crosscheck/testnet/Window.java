package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.settings.Value;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * When a fault is on.
 *
 * @param from its first slot
 * @param until the first slot in which it is off again; empty: it stays on
 * @param times how often it strikes at most: it is done then, even before {@code until}; empty: at
 *     every opportunity
 */
public record Window(Moment from, Optional<Moment> until, OptionalInt times) {

  /** The keys a section may have for it. */
  static final String[] KEYS = {"at", "until", "times"};

  private static final int MOST_TIMES = 1_000_000;

  /** From the first slot on, without end. */
  public static final Window ALWAYS =
      new Window(Moment.slot(0), Optional.empty(), OptionalInt.empty());

  /**
   * Reads {@code at} (without it: from the start), {@code until} and {@code times}.
   *
   * @param defaultTimes for a fault that has no {@code times}
   */
  static Window read(Section section, OptionalInt defaultTimes) {
    Optional<Value> times = section.optional("times");
    return new Window(
        section.optional("at").map(Moment::read).orElse(Moment.slot(0)),
        section.optional("until").map(Moment::read),
        times.isPresent() ? OptionalInt.of(times.get().number(1, MOST_TIMES)) : defaultTimes);
  }

  /** Whether it is open in a slot, leaving aside how often the fault struck. */
  public boolean open(long slot, long slotsPerEpoch) {
    return slot >= from.toSlot(slotsPerEpoch) && !over(slot, slotsPerEpoch);
  }

  /** Whether it will not open any more. */
  public boolean over(long slot, long slotsPerEpoch) {
    return until.filter(end -> slot >= end.toSlot(slotsPerEpoch)).isPresent();
  }
}
