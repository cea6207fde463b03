package crosscheck.testnet;

import java.util.ArrayList;
import java.util.List;

/**
 * A node and the validators it runs: a contiguous range, as the interop standard has it.
 *
 * @param name names the node towards the listener, and is the graffiti of its blocks
 * @param firstValidator index of the first one
 * @param validators how many; 0 for a node that only follows
 */
public record NodeSettings(String name, int firstValidator, int validators) {

  public NodeSettings {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a node needs a name");
    }
    if (firstValidator < 0 || validators < 0) {
      throw new IllegalArgumentException(
          "node %s: validators are counted from 0, got %d of them from %d on"
              .formatted(name, validators, firstValidator));
    }
  }

  /** Index after the last validator. */
  int endValidator() {
    return firstValidator + validators;
  }

  /**
   * {@code nodes} nodes called {@code node-0}, {@code node-1}, … that share validators 0 to {@code
   * validators - 1} as evenly as can be.
   *
   * @param nodes at least 1
   */
  public static List<NodeSettings> evenly(int nodes, int validators) {
    if (nodes < 1) {
      throw new IllegalArgumentException("a network needs at least 1 node, got " + nodes);
    }
    List<NodeSettings> settings = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < nodes; i++) {
      int count = validators / nodes + (i < validators % nodes ? 1 : 0);
      settings.add(new NodeSettings("node-" + i, first, count));
      first += count;
    }
    return List.copyOf(settings);
  }
}
