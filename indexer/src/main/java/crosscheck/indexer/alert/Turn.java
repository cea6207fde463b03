package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Events;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** One turn of the engine, within one transaction: what rules find becomes alerts and events. */
final class Turn {

  /** Cause that stands for all causes beyond the bound. */
  private static final String MORE = "more";

  private final Handle handle;
  private final Situation now;
  private final List<Happened> happened;
  private final AlertSettings settings;
  private final Map<String, String> faults;
  private final AlertBook book;
  private final Map<String, Map<String, Alert>> open = new HashMap<>();
  private final Events events;

  /**
   * @param faults messages of rules that rest, by rule
   */
  Turn(
      Handle handle,
      Situation now,
      List<Happened> happened,
      AlertSettings settings,
      Map<String, String> faults) {
    this.handle = handle;
    this.now = now;
    this.happened = happened;
    this.settings = settings;
    this.faults = faults;
    this.book = new AlertBook(handle);
    this.events = new Events(handle);
    for (Alert alert : book.open()) {
      open.computeIfAbsent(alert.rule(), rule -> new LinkedHashMap<>()).put(alert.cause(), alert);
    }
  }

  /**
   * Has a rule look.
   *
   * @param states whether states are looked at in this turn
   * @throws RuleFault when it fails
   */
  void take(ActiveRule active, boolean states) {
    if (active.ofState() && !states) {
      return;
    }
    Map<String, Alert> known = open.getOrDefault(active.name(), Map.of());
    Map<String, Condition> found;
    try {
      found = bounded(active.name(), known.keySet(), find(active, known));
    } catch (RuntimeException e) {
      throw new RuleFault(active.name(), e);
    }
    List<String> unknown =
        found.keySet().stream().filter(cause -> !known.containsKey(cause)).toList();
    Map<String, Alert> before = new HashMap<>(book.before(active.name(), unknown));
    before.putAll(known);
    for (Condition condition : found.values()) {
      Optional<Alert> latest = Optional.ofNullable(before.get(condition.cause()));
      Lifecycle.found(latest, active.name(), condition, now.now(), timing(active, latest))
          .ifPresent(step -> write(latest, step));
    }
    for (Alert alert : known.values()) {
      if (!found.containsKey(alert.cause()) || found.get(alert.cause()).occurrences() == 0) {
        fade(active, alert, found.get(alert.cause()));
      }
    }
  }

  private List<Condition> find(ActiveRule active, Map<String, Alert> known) {
    Look look = new Look(handle, now, happened, known, faults);
    if (active.rule() instanceof Rule.OfState rule) {
      return rule.holding(look);
    }
    return ((Rule.OfIncidents) active.rule()).happened(look);
  }

  /** By cause, and with one more cause in place of those that are too many. */
  private Map<String, Condition> bounded(
      String rule, Set<String> known, List<Condition> conditions) {
    Map<String, Condition> kept = new LinkedHashMap<>();
    List<Condition> beyond = new ArrayList<>();
    long room = settings.mostOpen() - known.stream().filter(c -> !c.equals(MORE)).count();
    for (Condition condition : conditions) {
      if (known.contains(condition.cause()) || kept.containsKey(condition.cause())) {
        kept.put(condition.cause(), condition);
      } else if (room > 0) {
        kept.put(condition.cause(), condition);
        room -= condition.occurrences() > 0 ? 1 : 0;
      } else if (condition.occurrences() > 0) {
        beyond.add(condition);
      }
    }
    if (!beyond.isEmpty()) {
      Severity worst = beyond.stream().map(Condition::severity).reduce(Severity.INFO, Severity::or);
      String first =
          beyond.stream().map(Condition::title).limit(3).collect(Collectors.joining("; "));
      String title = "More alerts of %s than %d: %s".formatted(rule, settings.mostOpen(), first);
      kept.put(MORE, Condition.of(MORE, worst, title, Map.of()).times(beyond.size()));
    }
    return kept;
  }

  /** Nothing has happened to an open alert; what is said of it anew is kept. */
  private void fade(ActiveRule active, Alert before, Condition said) {
    Alert alert = before;
    if (said != null) {
      alert = before.saying(said.as(before.says().severity()).times(before.says().occurrences()));
    }
    Lifecycle.Timing timing = timing(active, Optional.of(alert));
    if (goesOn(active, alert)) {
      alert = alert.at(alert.times().clearSince(Optional.of(now.now())).seen(now.now()));
    }
    write(Optional.of(before), Lifecycle.absent(alert, now.now(), timing));
  }

  /** Whether an incident goes on; asked again when half of its time is over. */
  private boolean goesOn(ActiveRule active, Alert alert) {
    if (!(active.rule() instanceof Rule.OfIncidents rule)) {
      return false;
    }
    Duration since = Duration.between(alert.times().clearSince().orElse(now.now()), now.now());
    if (since.multipliedBy(2).compareTo(timing(active, Optional.of(alert)).clear()) < 0) {
      return false;
    }
    try {
      return rule.lasts(alert, new Look(handle, now, List.of(), Map.of(), faults));
    } catch (RuntimeException e) {
      throw new RuleFault(active.name(), e);
    }
  }

  private Lifecycle.Timing timing(ActiveRule active, Optional<Alert> alert) {
    Lifecycle.Timing usual = active.timing(now);
    if (alert.isPresent() && active.rule() instanceof Rule.OfIncidents rule) {
      return new Lifecycle.Timing(
          false, rule.clear(alert.get(), now, usual.clear()), usual.escalate(), usual.reopen());
    }
    return usual;
  }

  private void write(Optional<Alert> before, Lifecycle.Step step) {
    if (before.isPresent() && before.get().equals(step.alert())) {
      return;
    }
    Alert written = book.write(step.alert());
    step.change()
        .ifPresent(
            change ->
                events.add(
                    now.now(),
                    change.event(),
                    OptionalLong.empty(),
                    "alert_id",
                    String.valueOf(written.id().getAsLong()),
                    "rule",
                    written.rule(),
                    "cause",
                    written.cause(),
                    "severity",
                    written.says().severity().word(),
                    "title",
                    written.says().title()));
  }

  /** Writes the events. */
  void finish() {
    events.write();
  }
}
