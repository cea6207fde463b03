package crosscheck.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The word for what became of an input, the same in every interface: the database's status, with
 * the two ways of waiting told apart.
 */
enum VerdictWord {
  VALID("v.status = 'valid'"),
  INVALID("v.status = 'invalid'"),
  MALFORMED("v.status = 'malformed'"),
  /** Next to be judged. */
  UNJUDGED("v.status = 'unjudged' and v.waiting_for is null"),
  UNKNOWN_PARENT("v.status = 'unjudged' and v.waiting_for = 'parent'"),
  FUTURE("v.status = 'unjudged' and v.waiting_for = 'slot'"),
  ERROR("v.status = 'error'");

  /** Condition on {@code verdicts v}. */
  private final String condition;

  VerdictWord(String condition) {
    this.condition = condition;
  }

  String condition() {
    return "(" + condition + ")";
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** From the two columns of the database. */
  static VerdictWord of(String status, Optional<String> waitingFor) {
    if (!status.equals("unjudged")) {
      return valueOf(status.toUpperCase(Locale.ROOT));
    }
    return waitingFor.map(what -> what.equals("parent") ? UNKNOWN_PARENT : FUTURE).orElse(UNJUDGED);
  }

  static Optional<VerdictWord> of(String word) {
    return Arrays.stream(values()).filter(value -> value.word().equals(word)).findFirst();
  }

  /** All words, for messages. */
  static String all() {
    return Arrays.stream(values()).map(VerdictWord::word).collect(Collectors.joining(", "));
  }
}
