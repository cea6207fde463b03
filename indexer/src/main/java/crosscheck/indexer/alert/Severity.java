package crosscheck.indexer.alert;

import crosscheck.settings.Value;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How bad it is; the later, the worse. */
public enum Severity {
  /** Worth knowing; nobody has to act. */
  INFO,
  /** Somebody should look at it. */
  WARNING,
  /** The network or the judging is in danger. */
  CRITICAL;

  /** The word in the database and everywhere else, e.g. {@code warning}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** From its word; empty for any other. */
  public static Optional<Severity> of(String word) {
    return Arrays.stream(values()).filter(severity -> severity.word().equals(word)).findFirst();
  }

  /** From settings. */
  public static Severity read(Value value) {
    String[] words = Arrays.stream(values()).map(Severity::word).toArray(String[]::new);
    return of(value.oneOf(words)).orElseThrow();
  }

  Severity or(Severity other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
