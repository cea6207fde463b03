package crosscheck.indexer.alert;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule as it was configured.
 *
 * @param reopen as in {@link AlertSettings}
 */
record ActiveRule(String name, Rule rule, Options options, Duration reopen) {

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
    return Optional.of(
        new ActiveRule(type.name(), type.maker().apply(options), options, settings.reopen()));
  }

  /** Whether it tells of states, not of incidents. */
  boolean ofState() {
    return rule instanceof Rule.OfState;
  }

  /** How long things take in the network at hand. */
  Lifecycle.Timing timing(Situation network) {
    Optional<Duration> escalate =
        ofState()
            ? Optional.of(options.duration("escalate_after", network))
                .filter(after -> !after.isZero())
            : Optional.empty();
    return new Lifecycle.Timing(ofState(), options.duration("clear", network), escalate, reopen);
  }
}
