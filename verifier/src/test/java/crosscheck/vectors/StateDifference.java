package crosscheck.vectors;

import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where two states differ, for messages. */
final class StateDifference {

  private static final int MOST = 20;

  private StateDifference() {}

  /** At most 20 lines {@code path: expected …, was …}; empty when the states are the same. */
  static List<String> between(Spec spec, State expected, State actual) {
    if (spec.hash(expected).equals(spec.hash(actual))) {
      return List.of();
    }
    List<String> differences = new ArrayList<>();
    collect("", spec.ssz().toPlain(expected), spec.ssz().toPlain(actual), differences);
    return differences;
  }

  private static void collect(String path, Object expected, Object actual, List<String> into) {
    if (into.size() >= MOST || Objects.equals(expected, actual)) {
      return;
    }
    if (expected instanceof Map<?, ?> left && actual instanceof Map<?, ?> right) {
      left.forEach((key, value) -> collect(path + "." + key, value, right.get(key), into));
    } else if (expected instanceof List<?> left
        && actual instanceof List<?> right
        && left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        collect(path + "[" + i + "]", left.get(i), right.get(i), into);
      }
    } else {
      into.add(path + ": expected " + expected + ", was " + actual);
    }
  }
}
