package crosscheck.indexer.alert;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A row of {@code alerts}; {@code db/README.md} describes each column.
 *
 * @param id empty until it is written
 * @param says cause, severity, title, details and node; its {@code occurrences} are all there were
 */
record Alert(OptionalLong id, String rule, Condition says, Times times) {

  /**
   * @param lastSeen the latest look that found it, or an earlier one that was written
   * @param clearSince since when nothing is found any more; of an incident, since it happened last
   */
  record Times(
      Instant opened,
      Optional<Instant> escalated,
      Optional<Instant> acknowledged,
      Optional<Instant> clearSince,
      Optional<Instant> resolved,
      Instant lastSeen) {

    static Times openedAt(Instant now) {
      return new Times(
          now, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), now);
    }

    Times clearSince(Optional<Instant> since) {
      return new Times(opened, escalated, acknowledged, since, resolved, lastSeen);
    }

    Times resolvedAt(Instant now) {
      return new Times(opened, escalated, acknowledged, clearSince, Optional.of(now), lastSeen);
    }

    Times seen(Instant now) {
      return new Times(opened, escalated, acknowledged, clearSince, resolved, now);
    }

    /** Worse than before: whoever has acknowledged it did not know that. */
    Times escalatedAt(Instant now) {
      return new Times(opened, Optional.of(now), Optional.empty(), clearSince, resolved, lastSeen);
    }

    /** Open again, as if nobody had looked at it. */
    Times reopenedAt(Instant now) {
      return new Times(
          opened, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), now);
    }
  }

  String cause() {
    return says.cause();
  }

  boolean open() {
    return times.resolved().isEmpty();
  }

  Alert saying(Condition now) {
    return new Alert(id, rule, now, times);
  }

  Alert at(Times changed) {
    return new Alert(id, rule, says, changed);
  }

  Alert withId(long written) {
    return new Alert(OptionalLong.of(written), rule, says, times);
  }
}
