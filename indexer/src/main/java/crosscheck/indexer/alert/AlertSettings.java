package crosscheck.indexer.alert;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How alerts are made.
 *
 * @param rules options that are not the usual ones, by rule and option
 * @param reopen a cause that returns within this time of its alert's end opens that alert again,
 *     instead of a new one
 * @param settle how long after its start the indexer looks only at what happens, not at states: it
 *     may have to catch up first
 * @param mostOpen how many alerts of one rule may be open; more causes share one alert
 */
public record AlertSettings(
    Map<String, Map<String, Object>> rules, Duration reopen, Duration settle, int mostOpen) {

  public static final AlertSettings DEFAULT =
      new AlertSettings(Map.of(), Duration.ofMinutes(15), Duration.ofSeconds(30), 50);

  public AlertSettings withMostOpen(int most) {
    return new AlertSettings(rules, reopen, settle, most);
  }

  public AlertSettings withSettle(Duration time) {
    return new AlertSettings(rules, reopen, time, mostOpen);
  }

  /**
   * Sets an option of a rule.
   *
   * @throws IllegalArgumentException when there is no such rule or option, or the value is of
   *     another type than the usual one
   */
  public AlertSettings with(String rule, String option, Object value) {
    Map<String, Map<String, Object>> changed = new LinkedHashMap<>(rules);
    Map<String, Object> options = new LinkedHashMap<>(rules.getOrDefault(rule, Map.of()));
    options.put(option, value);
    changed.put(rule, options);
    Rules.type(rule).check(options);
    return new AlertSettings(changed, reopen, settle, mostOpen);
  }
}
