package crosscheck.indexer.alert;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a rule looks at.
 *
 * @param handle to read with
 * @param events what happened since the last look, in order; each is seen once
 * @param open this rule's open alerts by cause
 * @param faults rules that cannot look, by name, with the reason
 */
record Look(
    Handle handle,
    Situation now,
    List<Happened> events,
    Map<String, Alert> open,
    Map<String, String> faults) {

  /** Of what happened, one type. */
  List<Happened> events(String type) {
    return events.stream().filter(event -> event.type().equals(type)).toList();
  }

  /** Inputs that these events say were judged so. */
  Long[] judged(String status) {
    return events("block_judged").stream()
        .filter(event -> event.text("status").equals(status))
        .flatMap(event -> event.inputId().stream().boxed())
        .toArray(Long[]::new);
  }

  /** The open alert of a cause. */
  Optional<Alert> open(String cause) {
    return Optional.ofNullable(open.get(cause));
  }

  /**
   * A threshold with hysteresis: to open an alert a value must reach {@code limit}, to leave it
   * must be below {@code limit - margin}.
   */
  boolean reaches(String cause, double value, double limit, double margin) {
    return value >= (open.containsKey(cause) ? limit - margin : limit);
  }
}
