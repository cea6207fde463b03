package crosscheck.indexer.alert;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values of a rule's options. */
final class Options {

  private final Map<String, Object> values = new HashMap<>();

  /**
   * @param chosen values that are not the usual ones
   */
  Options(List<Option> options, Map<String, Object> chosen) {
    options.forEach(option -> values.put(option.name(), option.usual()));
    chosen.forEach(
        (name, value) -> {
          if (options.stream().noneMatch(o -> o.name().equals(name) && o.takes(value))) {
            throw new IllegalArgumentException("no option " + name + " with values like " + value);
          }
          values.put(name, value);
        });
  }

  int number(String name) {
    return (Integer) values.get(name);
  }

  double fraction(String name) {
    return (Double) values.get(name);
  }

  /** A length of time, as long as it is in the network at hand. */
  Duration duration(String name, Situation network) {
    return values.get(name) instanceof Span span ? span.in(network) : (Duration) values.get(name);
  }

  boolean flag(String name) {
    return (Boolean) values.get(name);
  }

  Severity severity() {
    return (Severity) values.get("severity");
  }

  /** {@code critical} from its threshold on, else {@code warning}. */
  Severity severity(double value) {
    return value >= number("critical") ? Severity.CRITICAL : Severity.WARNING;
  }
}
