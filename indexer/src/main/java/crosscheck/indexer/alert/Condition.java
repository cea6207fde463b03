package crosscheck.indexer.alert;

import java.util.Map;
import java.util.Optional;

/**
 * Something that is wrong, as a rule sees it at one look.
 *
 * @param cause tells it from everything else the rule may find, and stays the same while it lasts
 * @param severity how bad it is now
 * @param title one line in plain words that names the node, slot or root concerned
 * @param details more, for whoever looks closer; values that JSON can hold
 * @param node the node it is about; empty when it is about none, or several
 * @param occurrences how often it happened since the last look; 0 for an incident that is known,
 *     and of which only title and details are brought up to date
 */
record Condition(
    String cause,
    Severity severity,
    String title,
    Map<String, Object> details,
    Optional<String> node,
    int occurrences) {

  /** It holds, or has happened once; about no node. */
  static Condition of(String cause, Severity severity, String title, Map<String, Object> details) {
    return new Condition(cause, severity, title, details, Optional.empty(), 1);
  }

  Condition about(String concerned) {
    return new Condition(cause, severity, title, details, Optional.of(concerned), occurrences);
  }

  Condition times(int count) {
    return new Condition(cause, severity, title, details, node, count);
  }

  Condition as(Severity other) {
    return new Condition(cause, other, title, details, node, occurrences);
  }
}
