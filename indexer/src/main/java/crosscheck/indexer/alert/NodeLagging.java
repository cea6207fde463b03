package crosscheck.indexer.alert;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * A node answers, and its head is far behind ours. A node on another branch does not lag: of that
 * {@link NodesForked} or {@link NodeDisagrees} tells.
 */
record NodeLagging(Options options) implements Rule.OfState {

  @Override
  public List<Condition> holding(Look look) {
    if (!look.now().live()) {
      return List.of();
    }
    return NodeStanding.all(look.handle()).stream()
        .filter(node -> node.answers() && node.headSlot().isPresent())
        .filter(node -> node.followingInvalid().isEmpty() && node.divergedSince().isEmpty())
        .filter(node -> lags(node, look))
        .map(node -> condition(node, look.now()))
        .toList();
  }

  private boolean lags(NodeStanding node, Look look) {
    // Half of what opens the alert must be made up before it resolves.
    double limit = options.number("warning");
    return look.reaches("node:" + node.name(), lag(node, look.now()), limit, limit / 2);
  }

  private static double lag(NodeStanding node, Situation now) {
    return BigInteger.valueOf(now.headSlot())
        .subtract(new BigInteger(node.headSlot().orElseThrow()))
        .doubleValue();
  }

  private Condition condition(NodeStanding node, Situation now) {
    long lag = (long) lag(node, now);
    String title =
        "%s is %s behind: its head is that of slot %s, ours that of slot %d"
            .formatted(
                node.name(),
                Wording.count(lag, "slot"),
                node.headSlot().orElseThrow(),
                now.headSlot());
    Map<String, Object> details =
        Map.of(
            "head_slot", node.headSlot().orElseThrow(),
            "our_head_slot", Long.toString(now.headSlot()));
    return Condition.of("node:" + node.name(), options.severity(lag), title, details)
        .about(node.name());
  }
}
