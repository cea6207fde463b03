package crosscheck.indexer.alert;

import crosscheck.settings.Value;
import java.time.Duration;
import java.util.Optional;

/**
 * A setting of a rule.
 *
 * @param usual what it is when nobody sets it: an {@code Integer}, a {@code Double} between 0 and
 *     1, a {@code Duration} or a {@link Span}, a {@code Severity} or a {@code Boolean}; another
 *     value is of the same type, where the two lengths of time are one
 * @param meaning one line for the manual
 */
record Option(String name, Object usual, String meaning) {

  private static final int MOST = 1_000_000;

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

  /** Reads a value of the type that the usual one has. */
  Object read(Value value) {
    if (usual instanceof Boolean) {
      return value.flag();
    }
    if (usual instanceof Integer) {
      return value.number(1, MOST);
    }
    if (usual instanceof Double) {
      return value.fraction(0, 1);
    }
    return ofTime(usual) ? length(value) : Severity.read(value);
  }

  private static boolean ofTime(Object value) {
    return value instanceof Duration || value instanceof Span;
  }

  /** Whether a value may stand in place of the usual one. */
  boolean takes(Object value) {
    return ofTime(usual) ? ofTime(value) : usual.getClass() == value.getClass();
  }

  private static Object length(Value value) {
    Optional<Span> span = Span.read(value);
    if (span.isEmpty() && value.text().matches(".*(slot|epoch).*")) {
      throw value.wrong(
          "expected a duration such as 2s or 5m, or slots and epochs as in 2 slots or 1 epoch,"
              + " got \"%s\"".formatted(value.text()));
    }
    return span.isPresent() ? span.get() : duration(value);
  }

  /** A length of time, which may be none. */
  static Duration duration(Value value) {
    return value.duration(Duration.ZERO, Duration.ofDays(366));
  }
}
