package crosscheck.indexer.exercise;

import java.util.Map;

/**
 * Something that shows why a goal has failed.
 *
 * @param kind {@code block} (a root), {@code fork} or {@code offence} (a number), {@code node} (a
 *     name)
 */
record Evidence(String kind, String id, String words) {

  Map<String, Object> plain() {
    return Map.of("kind", kind, "id", id, "words", words);
  }

  static Evidence block(String root, String words) {
    return new Evidence("block", root, words);
  }

  static Evidence node(String name, String words) {
    return new Evidence("node", name, words);
  }
}
