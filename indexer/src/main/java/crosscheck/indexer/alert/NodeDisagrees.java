package crosscheck.indexer.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A node accepts a block that we find invalid, or refuses one that we find valid, or comes to
 * another post-state. While a node builds on such a block the alert stays open.
 */
record NodeDisagrees(Options options) implements Rule.OfIncidents {

  private static final String CAUSE = "block:";
  private static final String UNKNOWN = "a source without a node";

  @Override
  public List<Condition> happened(Look look) {
    Map<String, Condition> found = new LinkedHashMap<>();
    for (Happened event : look.events("node_disagrees")) {
      String root = event.text("root");
      String cause = CAUSE + (root.isEmpty() ? "input " + event.inputId().orElse(0) : root);
      TreeSet<String> nodes = new TreeSet<>();
      Condition before = found.get(cause);
      if (before != null) {
        nodes.addAll(names(before.details()));
      } else {
        look.open(cause).ifPresent(alert -> nodes.addAll(names(alert.says().details())));
      }
      nodes.add(event.payload().path("node").asText(UNKNOWN));
      found.put(
          cause,
          condition(cause, event, List.copyOf(nodes))
              .times(1 + (before == null ? 0 : before.occurrences())));
    }
    return List.copyOf(found.values());
  }

  @Override
  public boolean lasts(Alert alert, Look look) {
    return NodeStanding.anyBuildsOn(alert.cause().substring(CAUSE.length()), look.handle());
  }

  private static List<String> names(Map<String, Object> details) {
    return details.get("nodes") instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }

  private Condition condition(String cause, Happened event, List<String> nodes) {
    String ours = event.text("ours");
    String theirs = event.text("theirs");
    boolean one = nodes.size() == 1;
    String what;
    if (ours.equals("invalid")) {
      what = (one ? "accepts %s" : "accept %s") + ", which we find invalid";
    } else if (theirs.equals("invalid")) {
      what = (one ? "refuses %s" : "refuse %s") + ", which we find valid";
    } else {
      what = (one ? "comes" : "come") + " to another state after %s than we do";
    }
    String block = Wording.brief(cause.substring(CAUSE.length()));
    String title = Wording.names(nodes) + " " + what.formatted("block " + block);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("root", event.text("root"));
    details.put("nodes", new ArrayList<>(nodes));
    details.put("ours", ours);
    details.put("theirs", theirs);
    Condition condition = Condition.of(cause, options.severity(), title, details);
    return one && !nodes.get(0).equals(UNKNOWN) ? condition.about(nodes.get(0)) : condition;
  }
}
