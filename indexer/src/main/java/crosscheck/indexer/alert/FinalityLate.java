package crosscheck.indexer.alert;

import java.util.List;
import java.util.Map;

/** The finalized checkpoint is older than the two epochs it must be. */
record FinalityLate(Options options) implements Rule.OfState {

  /** Epoch n can be final when epoch n + 2 begins. */
  private static final long NEEDED = 2;

  /**
   * Finality goes from genesis to epoch 2 with the first block of epoch 4, and not a slot before.
   */
  private static final long FROM_GENESIS = 1;

  @Override
  public List<Condition> holding(Look look) {
    Situation now = look.now();
    long epoch = now.epochNow();
    long late = epoch - Math.max(now.finalizedEpoch(), FROM_GENESIS) - NEEDED;
    if (late < options.number("warning")) {
      return List.of();
    }
    String title =
        "Finality is %s late: epoch %d is finalized, and it is epoch %d"
            .formatted(Wording.count(late, "epoch"), now.finalizedEpoch(), epoch);
    Map<String, Object> details =
        Map.of(
            "epoch", Long.toString(epoch),
            "finalized_epoch", Long.toString(now.finalizedEpoch()),
            "head_slot", Long.toString(now.headSlot()),
            "live", now.live());
    return List.of(Condition.of("chain", options.severity(late), title, details));
  }
}
