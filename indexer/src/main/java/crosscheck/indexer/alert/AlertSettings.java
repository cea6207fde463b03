package crosscheck.indexer.alert;

import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How alerts are made.
 *
 * @param options of rules, that are not the usual ones, by rule and option
 * @param reopen a cause that returns within this time of its alert's end opens that alert again,
 *     instead of a new one
 * @param settle how long after its start the indexer looks only at what happens, not at states: it
 *     may have to catch up first
 * @param mostOpen how many alerts of one rule may be open; more causes share one alert
 */
public record AlertSettings(
    Map<String, Map<String, Object>> options, Duration reopen, Duration settle, int mostOpen) {

  public static final AlertSettings DEFAULT =
      new AlertSettings(Map.of(), Duration.ofMinutes(15), Duration.ofSeconds(30), 50);

  /** Names of all rules. */
  public static List<String> rules() {
    return Rules.ALL.stream().map(RuleType::name).toList();
  }

  /**
   * Reads the part {@code alerts} of a settings file.
   *
   * @throws SettingsException naming the line, when there is no such rule or option, or a value has
   *     another form
   */
  public static AlertSettings read(Value value) {
    Section section = value.section("reopen", "settle", "most_open", "rules");
    AlertSettings settings =
        new AlertSettings(
            Map.of(),
            section.optional("reopen").map(Option::duration).orElse(DEFAULT.reopen()),
            section.optional("settle").map(Option::duration).orElse(DEFAULT.settle()),
            section.optional("most_open").map(v -> v.number(1, 10_000)).orElse(DEFAULT.mostOpen()));
    Optional<Section> rules = section.optional("rules").map(RuleType::known);
    for (String rule : rules.map(Section::keys).orElse(List.of())) {
      RuleType type = Rules.type(rule);
      Section options = type.options(rules.get().required(rule));
      for (Option option : type.options()) {
        Optional<Value> chosen = options.optional(option.name());
        if (chosen.isPresent()) {
          settings = settings.with(rule, option.name(), option.read(chosen.get()));
        }
      }
    }
    return settings;
  }

  public AlertSettings withMostOpen(int most) {
    return new AlertSettings(options, reopen, settle, most);
  }

  public AlertSettings withSettle(Duration time) {
    return new AlertSettings(options, reopen, time, mostOpen);
  }

  /**
   * Sets an option of a rule.
   *
   * @throws IllegalArgumentException when there is no such rule or option, or the value is of
   *     another type than the usual one
   */
  public AlertSettings with(String rule, String option, Object value) {
    Map<String, Map<String, Object>> changed = new LinkedHashMap<>(options);
    Map<String, Object> ofRule = new LinkedHashMap<>(options.getOrDefault(rule, Map.of()));
    ofRule.put(option, value);
    changed.put(rule, ofRule);
    Rules.type(rule).check(ofRule);
    return new AlertSettings(changed, reopen, settle, mostOpen);
  }
}
