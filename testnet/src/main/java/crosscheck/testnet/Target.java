package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.settings.Value;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a fault strikes. With both given, a validator is struck where it runs on one of the nodes.
 *
 * @param nodes names of nodes; empty: all
 * @param validators indices; empty: all of the nodes
 */
public record Target(Optional<Set<String>> nodes, Optional<IndexRanges> validators) {

  /** The keys a section may have for it. */
  static final String[] KEYS = {"nodes", "validators"};

  public static final Target EVERYBODY = new Target(Optional.empty(), Optional.empty());

  public Target {
    nodes = nodes.map(Set::copyOf);
  }

  /**
   * Reads {@code nodes} (a list of names) and {@code validators} (ranges), each of which may be
   * absent.
   *
   * @param known the names of the network's nodes
   */
  static Target read(Section section, Set<String> known) {
    return new Target(
        section.optional("nodes").map(value -> names(value, known)),
        section.optional("validators").map(IndexRanges::read));
  }

  /** A list of nodes, none twice. */
  static Set<String> names(Value value, Set<String> known) {
    Set<String> names = new LinkedHashSet<>();
    for (Value entry : value.list()) {
      if (!names.add(name(entry, known))) {
        throw entry.wrong("%s stands there twice".formatted(entry.text()));
      }
    }
    if (names.isEmpty()) {
      throw value.wrong("name at least one node");
    }
    return names;
  }

  /** The name of a node that there is. */
  static String name(Value value, Set<String> known) {
    if (!known.contains(value.text())) {
      throw value.wrong(
          "there is no node \"%s\"; there are %s"
              .formatted(value.text(), String.join(", ", known)));
    }
    return value.text();
  }

  public boolean strikes(String node) {
    return nodes.isEmpty() || nodes.get().contains(node);
  }

  public boolean strikes(String node, long validator) {
    return strikes(node) && (validators.isEmpty() || validators.get().contains(validator));
  }
}
