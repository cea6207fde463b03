package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.settings.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups of nodes that do not hear each other; nodes of no group are one more group.
 *
 * @param groups number of its group by node
 */
record Partition(Window window, Target target, Map<String, Integer> groups) implements Fault {

  private static final int THE_REST = -1;

  Partition {
    groups = Map.copyOf(groups);
  }

  static Fault read(FaultKinds.Frame frame, Section section) {
    Value groups = section.required("groups");
    if (!frame.target().equals(Target.EVERYBODY)) {
      throw groups.wrong("a partition has groups, and neither nodes nor validators");
    }
    Map<String, Integer> byNode = new HashMap<>();
    int number = 0;
    for (Value group : groups.list()) {
      for (String node : Target.names(group, frame.scale().nodes())) {
        if (byNode.putIfAbsent(node, number) != null) {
          throw group.wrong("node %s stands in two groups".formatted(node));
        }
      }
      number++;
    }
    if (number == 0 || (number == 1 && byNode.size() == frame.scale().nodes().size())) {
      throw groups.wrong("this divides nothing: name two groups, or leave out some nodes");
    }
    return new Partition(frame.window(), frame.target(), byNode);
  }

  @Override
  public String kind() {
    return "partition";
  }

  @Override
  public String description() {
    List<String> sides =
        groups.values().stream()
            .distinct()
            .sorted()
            .map(number -> String.join(" ", members(number)))
            .toList();
    return "no message between "
        + String.join(" | ", sides)
        + (sides.size() == 1 ? " | all others" : "");
  }

  private List<String> members(int group) {
    return groups.entrySet().stream()
        .filter(entry -> entry.getValue() == group)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  @Override
  public Passage passage(String from, String to, Passage passage, Dice dice) {
    return passage.losing(
        !groups.getOrDefault(from, THE_REST).equals(groups.getOrDefault(to, THE_REST)));
  }
}
