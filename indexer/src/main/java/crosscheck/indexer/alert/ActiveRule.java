package crosscheck.indexer.alert;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rule as it was configured. */
record ActiveRule(String name, Rule rule, Lifecycle.Timing timing) {

  /** All that are enabled, in the order of {@link Rules}. */
  static List<ActiveRule> all(AlertSettings settings) {
    return Rules.ALL.stream().flatMap(type -> of(type, settings).stream()).toList();
  }

  private static Optional<ActiveRule> of(RuleType type, AlertSettings settings) {
    Options options =
        new Options(type.options(), settings.options().getOrDefault(type.name(), Map.of()));
    if (!options.flag("enabled")) {
      return Optional.empty();
    }
    Rule rule = type.maker().apply(options);
    boolean state = rule instanceof Rule.OfState;
    Optional<Duration> escalate =
        state
            ? Optional.of(options.duration("escalate_after")).filter(after -> !after.isZero())
            : Optional.empty();
    return Optional.of(
        new ActiveRule(
            type.name(),
            rule,
            new Lifecycle.Timing(state, options.duration("clear"), escalate, settings.reopen())));
  }
}
