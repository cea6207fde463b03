package crosscheck.indexer.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an alert lives: pure functions from what there was and what is found now to what there is.
 *
 * <p>It opens when a condition is found first. It escalates when the condition grows worse, and
 * when a warning lasts and nobody acknowledges it; it never becomes milder. It resolves when
 * nothing was found for a while. A condition that comes and goes makes that while longer each time,
 * and one that returns soon after its alert was resolved opens the same alert again: flapping is
 * told ever more rarely.
 */
final class Lifecycle {

  /** A condition that comes and goes must stay away this long at most. */
  private static final Duration LONGEST_CLEAR = Duration.ofHours(1);

  private static final int MOST_DOUBLINGS = 6;

  /** How often the row of an alert is written only to say that it is still so. */
  private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

  private Lifecycle() {}

  /** What the world is told. */
  enum Change {
    OPENED("alert_opened"),
    ESCALATED("alert_escalated"),
    RESOLVED("alert_resolved");

    private final String event;

    Change(String event) {
      this.event = event;
    }

    /** Type of the event. */
    String event() {
      return event;
    }
  }

  /**
   * @param alert to be written when it differs from what there was
   * @param change to be told, if any
   */
  record Step(Alert alert, Optional<Change> change) {}

  /**
   * How long things take.
   *
   * @param state whether conditions hold over time; else they happen at an instant
   * @param clear how long nothing must be found before the alert resolves
   * @param escalate after which an unacknowledged warning becomes critical; empty: never
   * @param reopen how long after its end an alert is opened again instead of a new one
   */
  record Timing(boolean state, Duration clear, Optional<Duration> escalate, Duration reopen) {}

  /**
   * A condition was found.
   *
   * @param before the latest alert of this cause
   * @return empty when nothing comes of it
   */
  static Optional<Step> found(
      Optional<Alert> before, String rule, Condition condition, Instant now, Timing timing) {
    if (before.isPresent() && before.get().open()) {
      return Optional.of(again(before.get(), condition, now, timing));
    }
    if (condition.occurrences() == 0) {
      return Optional.empty();
    }
    Optional<Instant> clear = timing.state() ? Optional.empty() : Optional.of(now);
    Alert opened;
    if (before.isPresent() && recent(before.get(), now, timing)) {
      int occurrences = before.get().says().occurrences() + condition.occurrences();
      opened =
          before
              .get()
              .saying(condition.times(occurrences))
              .at(before.get().times().reopenedAt(now).clearSince(clear));
    } else {
      opened =
          new Alert(
              OptionalLong.empty(), rule, condition, Alert.Times.openedAt(now).clearSince(clear));
    }
    return Optional.of(new Step(opened, Optional.of(Change.OPENED)));
  }

  private static boolean recent(Alert resolved, Instant now, Timing timing) {
    Instant end = resolved.times().resolved().orElseThrow();
    return now.isBefore(end.plus(timing.reopen()));
  }

  private static Step again(Alert before, Condition condition, Instant now, Timing timing) {
    Severity worst = condition.severity().or(before.says().severity());
    boolean returned = timing.state() && before.times().clearSince().isPresent();
    int more = timing.state() ? (returned ? 1 : 0) : condition.occurrences();
    Alert after = before.saying(condition.as(worst).times(before.says().occurrences() + more));
    if (timing.state()) {
      after = after.at(after.times().clearSince(Optional.empty()));
    } else if (more > 0) {
      after = after.at(after.times().clearSince(Optional.of(now)));
    }
    boolean worse = worst != before.says().severity();
    if (!worse && lasts(after, now, timing)) {
      worse = true;
      after = after.saying(after.says().as(Severity.CRITICAL));
    }
    if (worse) {
      after = after.at(after.times().escalatedAt(now));
    }
    Instant due = before.times().lastSeen().plus(SEEN_EVERY);
    if (!after.equals(before) || (timing.state() && !now.isBefore(due))) {
      after = after.at(after.times().seen(now));
    }
    return new Step(after, worse ? Optional.of(Change.ESCALATED) : Optional.empty());
  }

  private static boolean lasts(Alert alert, Instant now, Timing timing) {
    return timing.state()
        && timing.escalate().isPresent()
        && alert.says().severity() == Severity.WARNING
        && alert.times().acknowledged().isEmpty()
        && !now.isBefore(alert.times().opened().plus(timing.escalate().get()));
  }

  /** Nothing was found for this open alert. */
  static Step absent(Alert before, Instant now, Timing timing) {
    Instant since = before.times().clearSince().orElse(now);
    Alert after = before.at(before.times().clearSince(Optional.of(since)));
    if (now.isBefore(since.plus(clear(before, timing)))) {
      return new Step(after, Optional.empty());
    }
    return new Step(after.at(after.times().resolvedAt(now)), Optional.of(Change.RESOLVED));
  }

  /** How long this alert's cause must be gone. */
  static Duration clear(Alert alert, Timing timing) {
    if (!timing.state()) {
      return timing.clear();
    }
    int doublings = Math.min(alert.says().occurrences() - 1, MOST_DOUBLINGS);
    Duration longer = timing.clear().multipliedBy(1L << doublings);
    Duration most = timing.clear().compareTo(LONGEST_CLEAR) > 0 ? timing.clear() : LONGEST_CLEAR;
    return longer.compareTo(most) > 0 ? most : longer;
  }
}
