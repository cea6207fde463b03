package crosscheck.indexer.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Heads were left for another branch, and many slots undone. Of one branching, all are one alert.
 */
record DeepReorg(Options options) implements Rule.OfIncidents {

  private static final String OURS = "our head";

  @Override
  public List<Condition> happened(Look look) {
    Map<String, Condition> found = new LinkedHashMap<>();
    for (Happened event : look.events("reorg")) {
      long depth = event.payload().path("depth_slots").asLong();
      if (depth >= options.number("warning")) {
        String cause = "fork:" + event.text("ancestor_root");
        Condition before = found.get(cause);
        Map<String, Object> known =
            before != null
                ? before.details()
                : look.open(cause).map(alert -> alert.says().details()).orElse(Map.of());
        found.put(
            cause,
            condition(cause, event, depth, known)
                .times(1 + (before == null ? 0 : before.occurrences())));
      }
    }
    return List.copyOf(found.values());
  }

  private Condition condition(String cause, Happened event, long depth, Map<String, Object> known) {
    TreeSet<String> heads = new TreeSet<>();
    if (known.get("heads") instanceof List<?> before) {
      before.forEach(head -> heads.add(String.valueOf(head)));
    }
    String node = event.text("node");
    heads.add(node.isEmpty() ? OURS : "the head of " + node);
    String title =
        "Reorg %s deep: %s left the branch after slot %s (%s)"
            .formatted(
                Wording.count(depth, "slot"),
                Wording.names(List.copyOf(heads)),
                event.text("ancestor_slot"),
                Wording.brief(event.text("ancestor_root")));
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("heads", new ArrayList<>(heads));
    details.put("from_root", event.text("from_root"));
    details.put("to_root", event.text("to_root"));
    details.put("ancestor_root", event.text("ancestor_root"));
    details.put("ancestor_slot", event.text("ancestor_slot"));
    details.put("depth_slots", Long.toString(depth));
    return Condition.of(cause, options.severity(depth), title, details);
  }
}
