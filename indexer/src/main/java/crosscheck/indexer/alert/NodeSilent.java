package crosscheck.indexer.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A node does not say how it stands, or not what it should. */
record NodeSilent(Options options) implements Rule.OfState {

  @Override
  public List<Condition> holding(Look look) {
    Instant limit = look.now().now().minus(options.duration("after", look.now()));
    return NodeStanding.all(look.handle()).stream()
        .filter(node -> !since(node).isAfter(limit))
        .map(node -> condition(node, look.now().now()))
        .toList();
  }

  /** Since when it has not answered well. */
  private static Instant since(NodeStanding node) {
    return node.answers() ? node.lastSeen().orElse(node.stateSince()) : node.stateSince();
  }

  private Condition condition(NodeStanding node, Instant now) {
    String what =
        switch (node.state()) {
          case "ok" -> "is silent";
          case "unreachable" -> "cannot be reached";
          case "timeout" -> "does not answer in time";
          case "error" -> "answers with errors";
          case "garbage" -> "answers what cannot be read";
          default -> "contradicts itself";
        };
    String title =
        "%s %s for %s%s"
            .formatted(
                node.name(),
                what,
                Wording.roughly(Duration.between(since(node), now)),
                node.message().map(message -> ": " + message).orElse(""));
    Map<String, Object> details =
        Map.of(
            "state", node.state(),
            "since", since(node).toString(),
            "last_seen_at", node.lastSeen().map(Instant::toString).orElse("never"));
    return Condition.of("node:" + node.name(), options.severity(), title, details)
        .about(node.name());
  }
}
