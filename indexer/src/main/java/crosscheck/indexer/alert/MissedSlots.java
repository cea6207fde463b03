package crosscheck.indexer.alert;

import java.util.List;
import java.util.Map;

/** Slots have passed, one after the other, without a block for our head. */
record MissedSlots(Options options) implements Rule.OfState {

  @Override
  public List<Condition> holding(Look look) {
    Situation now = look.now();
    // The current slot may still get its block.
    long missed = now.clockSlot() - 1 - now.headSlot();
    if (!now.live() || missed < options.number("warning")) {
      return List.of();
    }
    String title =
        "%s in a row without a block: the head is that of slot %d, and it is slot %d"
            .formatted(Wording.count(missed, "slot"), now.headSlot(), now.clockSlot());
    Map<String, Object> details =
        Map.of(
            "head_root", now.headRoot().toHexString(),
            "head_slot", Long.toString(now.headSlot()),
            "slot", Long.toString(now.clockSlot()));
    return List.of(Condition.of("chain", options.severity(missed), title, details));
  }
}
