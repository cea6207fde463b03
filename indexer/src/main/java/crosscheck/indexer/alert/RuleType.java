package crosscheck.indexer.alert;

import crosscheck.settings.Section;
import crosscheck.settings.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A rule that can be configured; {@code docs/alerts.md} has a chapter for each.
 *
 * @param name in settings, the database and every interface
 * @param options all of them, those that every rule has included
 */
record RuleType(String name, List<Option> options, Function<Options, Rule> maker) {

  private static final Option ENABLED = new Option("enabled", true, "whether the rule is used");

  /**
   * A state, which must be gone for a while, and that becomes critical when it lasts.
   *
   * @param clear a {@code Duration} or a {@link Span}
   */
  static RuleType state(
      String name, Object clear, Function<Options, Rule> maker, Option... options) {
    List<Option> all = new ArrayList<>(List.of(ENABLED));
    all.addAll(List.of(options));
    all.add(new Option("clear", clear, "how long it must be gone"));
    all.add(
        new Option(
            "escalate_after",
            Duration.ofMinutes(30),
            "an unacknowledged warning becomes critical then; 0s: never"));
    return new RuleType(name, List.copyOf(all), maker);
  }

  /**
   * Incidents, which resolve when they have not happened for a while.
   *
   * @param clear a {@code Duration} or a {@link Span}
   */
  static RuleType incidents(
      String name, Object clear, Function<Options, Rule> maker, Option... options) {
    List<Option> all = new ArrayList<>(List.of(ENABLED));
    all.addAll(List.of(options));
    all.add(new Option("clear", clear, "how long nothing more must happen"));
    return new RuleType(name, List.copyOf(all), maker);
  }

  static Option severity(Severity usual) {
    return new Option("severity", usual, "of its alerts");
  }

  /** Fails when a value is for no option of this rule, or of another type. */
  void check(Map<String, Object> chosen) {
    new Options(options, chosen);
  }

  /** Settings of rules, by their names; an unknown one is an error that lists them. */
  static Section known(Value value) {
    return value.section(Rules.ALL.stream().map(RuleType::name).toArray(String[]::new));
  }

  /** Settings of this rule; an unknown option is an error that lists them. */
  Section options(Value value) {
    return value.section(options.stream().map(Option::name).toArray(String[]::new));
  }
}
