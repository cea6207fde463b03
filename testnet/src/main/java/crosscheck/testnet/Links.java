package crosscheck.testnet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which nodes are linked, and what each link is like when nothing is wrong. Immutable. */
final class Links {

  private final Map<String, Set<String>> peers = new HashMap<>();
  private final List<LinkSettings> settings;
  private final boolean everybody;

  Links(List<NodeSettings> nodes, List<LinkSettings> settings) {
    this.settings = List.copyOf(settings);
    this.everybody = nodes.stream().allMatch(node -> node.peers().isEmpty());
    nodes.forEach(node -> peers.put(node.name(), new HashSet<>()));
    for (NodeSettings one : nodes) {
      for (NodeSettings other : nodes) {
        boolean bothOpen = one.peers().isEmpty() && other.peers().isEmpty();
        if (one != other && (bothOpen || one.peers().contains(other.name()))) {
          peers.get(one.name()).add(other.name());
          peers.get(other.name()).add(one.name());
        }
      }
    }
  }

  boolean joined(String one, String other) {
    return peers.get(one).contains(other);
  }

  /** Whether each node is linked to each, so that nothing has to be passed on. */
  boolean everybodyToEverybody() {
    return everybody;
  }

  Passage passage(String from, String to, Dice dice) {
    LinkSettings link = LinkSettings.PERFECT;
    for (LinkSettings each : settings) {
      if (each.joins(from, to)) {
        link = each;
      }
    }
    return link.passage(dice);
  }
}
