package crosscheck.indexer.alert;

import java.time.Duration;

/**
 * A setting of a rule.
 *
 * @param usual what it is when nobody sets it: an {@code Integer}, a {@code Double} between 0 and
 *     1, a {@code Duration}, a {@code Severity} or a {@code Boolean}; another value is of the same
 *     type
 * @param meaning one line for the manual
 */
record Option(String name, Object usual, String meaning) {

  /** As it is written in settings. */
  static String written(Object value) {
    if (value instanceof Duration duration) {
      long seconds = duration.toSeconds();
      if (seconds != 0 && seconds % 3_600 == 0) {
        return seconds / 3_600 + "h";
      }
      return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
    return value instanceof Severity severity ? severity.word() : String.valueOf(value);
  }
}
