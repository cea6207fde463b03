package crosscheck.ssz;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Counts the nodes of trees, to see what they share. */
final class Nodes {

  private Nodes() {}

  static Set<Node> of(Tree<?> tree) {
    Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(tree.top(), nodes);
    return nodes;
  }

  /** Nodes of {@code tree} that {@code base} does not have. */
  static int added(Tree<?> base, Tree<?> tree) {
    Set<Node> nodes = of(tree);
    nodes.removeAll(of(base));
    return nodes.size();
  }

  private static void collect(Node node, Set<Node> nodes) {
    if (nodes.add(node) && node instanceof Node.Branch branch) {
      collect(branch.left, nodes);
      collect(branch.right, nodes);
    }
  }
}
