package crosscheck.indexer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What forks and reorgs must come of a chain, found the plain way: from parent to parent, by what
 * the index of the chain says. Roots are 0x-hex.
 */
final class PlainTree {

  private final Map<String, String> parents = new HashMap<>();
  private final Map<String, Long> slots = new HashMap<>();
  private final Map<String, Integer> forks = new LinkedHashMap<>();
  private final Map<String, String> firstChildren = new HashMap<>();
  private final List<String> reorgs = new ArrayList<>();
  private final String genesis;
  private int count = 1;
  private String head;

  PlainTree(ReferenceChain chain) {
    this.genesis = chain.spec().root(chain.spec().genesisBlock(chain.genesis())).toHexString();
    this.head = genesis;
    forks.put(genesis, 0);
    slots.put(genesis, 0L);
    for (ReferenceChain.Entry entry : chain.entries()) {
      if (entry.expected().hasNonNull("root")) {
        parents.put(entry.text("root"), entry.text("parent_root"));
        slots.put(entry.text("root"), entry.expected().get("slot").asLong());
      }
    }
  }

  /** The next valid block; nothing when it is there. */
  void add(String root) {
    if (forks.containsKey(root)) {
      return;
    }
    String parent = parents.get(root);
    boolean first = firstChildren.putIfAbsent(parent, root) == null;
    forks.put(root, first ? forks.get(parent) : count++);
  }

  /** The head after an import. */
  void head(String root) {
    String ancestor = ancestor(head, root);
    if (!ancestor.equals(head)) {
      int blocks = 0;
      for (String at = head; !at.equals(ancestor); at = parents.get(at)) {
        blocks++;
      }
      reorgs.add(
          "%s %s %s %d %d %d"
              .formatted(
                  head.substring(2),
                  root.substring(2),
                  ancestor.substring(2),
                  slots.get(ancestor),
                  slots.get(head) - slots.get(ancestor),
                  blocks));
    }
    head = root;
  }

  /** The last block that is an ancestor of both, or one of them. */
  String ancestor(String a, String b) {
    List<String> chain = new ArrayList<>();
    for (String at = a; at != null; at = parents.get(at)) {
      chain.add(at);
    }
    String at = b;
    while (!chain.contains(at)) {
      at = Objects.requireNonNull(parents.get(at));
    }
    return at;
  }

  long slot(String root) {
    return slots.get(root);
  }

  Integer fork(String root) {
    return forks.get(root);
  }

  /** Moves that left a branch: from, to, common block and its slot, depth in slots and blocks. */
  List<String> reorgs() {
    return reorgs;
  }

  /** A line for each fork, with everything about it. */
  List<String> forks() {
    List<String> lines = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      int number = id;
      List<String> blocks =
          forks.keySet().stream().filter(root -> forks.get(root) == number).toList();
      String first = blocks.get(0);
      String tip = blocks.get(blocks.size() - 1);
      String base = parents.get(first);
      lines.add(
          "%d of %s base %s %s first %s %s tip %s %s, %d blocks"
              .formatted(
                  id,
                  id == 0 ? null : forks.get(base),
                  id == 0 ? null : base,
                  id == 0 ? null : slots.get(base),
                  first,
                  slots.get(first),
                  tip,
                  slots.get(tip),
                  id == 0 ? blocks.size() - 1 : blocks.size()));
    }
    return lines;
  }
}
