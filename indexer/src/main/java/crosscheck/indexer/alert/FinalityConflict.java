package crosscheck.indexer.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Nodes have finalized what is not on our finalized chain. */
record FinalityConflict(Options options) implements Rule.OfState {

  @Override
  public List<Condition> holding(Look look) {
    Map<String, List<NodeStanding>> roots = new TreeMap<>();
    for (NodeStanding node : NodeStanding.all(look.handle())) {
      if (node.conflicts()) {
        roots
            .computeIfAbsent(node.finalizedRoot().orElseThrow(), root -> new ArrayList<>())
            .add(node);
      }
    }
    return roots.entrySet().stream().map(e -> condition(e.getKey(), e.getValue())).toList();
  }

  private Condition condition(String root, List<NodeStanding> nodes) {
    List<String> names = nodes.stream().map(NodeStanding::name).toList();
    String epoch = nodes.get(0).finalizedEpoch().orElse("?");
    String title =
        "%s finalized %s in epoch %s, which is not on our finalized chain"
            .formatted(
                Wording.names(names) + (names.size() == 1 ? " has" : " have"),
                Wording.brief(root),
                epoch);
    Map<String, Object> details =
        Map.of("nodes", new ArrayList<>(names), "root", root, "epoch", epoch);
    Condition condition = Condition.of("block:" + root, options.severity(), title, details);
    return names.size() == 1 ? condition.about(names.get(0)) : condition;
  }
}
