package crosscheck.indexer.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Nodes are on another branch than our head, for longer than a block takes to arrive. Of those that
 * build on an invalid block {@link NodeDisagrees} tells.
 */
record NodesForked(Options options) implements Rule.OfState {

  @Override
  public List<Condition> holding(Look look) {
    Instant limit = look.now().now().minus(options.duration("after", look.now()));
    Map<String, List<NodeStanding>> forks = new TreeMap<>();
    for (NodeStanding node : NodeStanding.all(look.handle())) {
      boolean apart =
          node.answers()
              && node.followingInvalid().isEmpty()
              && node.depthSlots() >= options.number("warning")
              && node.divergedSince().filter(since -> !since.isAfter(limit)).isPresent();
      if (apart && node.ancestorRoot().isPresent()) {
        forks.computeIfAbsent(node.ancestorRoot().get(), root -> new ArrayList<>()).add(node);
      }
    }
    return forks.entrySet().stream().map(e -> condition(e.getKey(), e.getValue())).toList();
  }

  private Condition condition(String ancestor, List<NodeStanding> nodes) {
    long depth = nodes.stream().mapToLong(NodeStanding::depthSlots).max().orElseThrow();
    List<String> names = nodes.stream().map(NodeStanding::name).toList();
    String slot = nodes.get(0).ancestorSlot().orElse("?");
    String title =
        "%s %s on another fork since slot %s (%s), now %s deep"
            .formatted(
                Wording.names(names),
                names.size() == 1 ? "is" : "are",
                slot,
                Wording.brief(ancestor),
                Wording.count(depth, "slot"));
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("nodes", new ArrayList<>(names));
    details.put("ancestor_root", ancestor);
    details.put("ancestor_slot", slot);
    details.put("depth_slots", Long.toString(depth));
    Condition condition = Condition.of("fork:" + ancestor, options.severity(depth), title, details);
    return names.size() == 1 ? condition.about(names.get(0)) : condition;
  }
}
