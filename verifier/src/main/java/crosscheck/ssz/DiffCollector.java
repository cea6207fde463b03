package crosscheck.ssz;

import crosscheck.ssz.SszDiff.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The differences found so far, up to a maximum. */
final class DiffCollector {

  private final int max;
  private final List<Difference> found = new ArrayList<>();

  DiffCollector(int max) {
    this.max = max;
  }

  boolean full() {
    return found.size() >= max;
  }

  void changed(String path, Object before, Object after) {
    add(path, Optional.of(text(before)), Optional.of(text(after)));
  }

  void added(String path, Object after) {
    add(path, Optional.empty(), Optional.of(text(after)));
  }

  void removed(String path, Object before) {
    add(path, Optional.of(text(before)), Optional.empty());
  }

  List<Difference> found() {
    return List.copyOf(found);
  }

  private void add(String path, Optional<String> before, Optional<String> after) {
    if (!full()) {
      found.add(new Difference(path, before, after));
    }
  }

  /** A plain value on one line: scalars as they are, the rest as {@code {a: 1, b: [2, 3]}}. */
  private static String text(Object plain) {
    if (plain instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (plain instanceof List<?> list) {
      return list.stream().map(DiffCollector::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return plain.toString();
  }
}
