package crosscheck.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Values by their keys, in the order of the file. No key stands there twice. */
public final class Section {

  private final Value self;
  private final Map<String, Value> values = new LinkedHashMap<>();

  Section(Value self, MappingNode node) {
    this.self = self;
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw self.at(tuple.getKeyNode()).wrong("expected a name as the key");
      }
      Value value = self.below(key.getValue(), tuple.getKeyNode(), tuple.getValueNode());
      Value before = values.putIfAbsent(key.getValue(), value);
      if (before != null) {
        throw value.wrong("stands there twice; first in line " + before.line());
      }
    }
  }

  /**
   * This section, once it is known to have no key but these: an unknown one is an error that lists
   * them.
   */
  public Section only(String... keys) {
    Set<String> known = new TreeSet<>(List.of(keys));
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            throw value.wrong("there is no such setting; there are " + String.join(", ", known));
          }
        });
    return this;
  }

  /** The value of a key that must stand there. */
  public Value required(String key) {
    return optional(key).orElseThrow(() -> self.wrong("the setting \"" + key + "\" is missing"));
  }

  /** The value of a key; empty when it does not stand there. {@code key:} with nothing is there. */
  public Optional<Value> optional(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** All keys, in the order of the file. */
  public List<String> keys() {
    return new ArrayList<>(values.keySet());
  }
}
