package crosscheck.vectors;

import java.util.Map;
import java.util.TreeMap;

/** What became of the examples, counted by version, configuration and handler. */
final class Tally {

  /** Examples of v0.8.3 and v0.8.4 that our copy of the archives leaves out, and why. */
  private static final Map<String, String> ABSENT =
      Map.of(
          "mainnet/ssz_static/BeaconState",
          "4 | the archive keeps one of the five random states, which are 7 MB each");

  private record Count(int passed, int failed) {}

  private final Map<String, Map<String, Count>> versions = new TreeMap<>();

  /**
   * @param handler for example {@code minimal/operations/deposit}
   */
  void add(String version, String handler, int passed, int failed) {
    versions
        .computeIfAbsent(version, key -> new TreeMap<>())
        .put(handler, new Count(passed, failed));
  }

  /** The page {@code docs/vectors.md}. */
  String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # The official vectors

        Written by `VectorsTest` from its own run; a test fails when this page is not what the run says.
        The vectors are those of [eth2.0-spec-tests](https://github.com/ethereum/eth2.0-spec-tests), each
        version run under the spec of that version. v0.8.4 is everything of v0.8.3 that it kept, and what
        it added. A run fails too when it meets a handler it does not know, or when a file of an example
        was not used.
        """);
    versions.forEach((version, handlers) -> table(page, version, handlers));
    return page.toString();
  }

  private static void table(StringBuilder page, String version, Map<String, Count> handlers) {
    int passed = handlers.values().stream().mapToInt(Count::passed).sum();
    int failed = handlers.values().stream().mapToInt(Count::failed).sum();
    page.append("\n## ").append(version).append("\n\n");
    page.append(passed).append(" passed, ").append(failed).append(" failed.\n\n");
    page.append("| configuration | runner | handler | passed | failed | skipped | why |\n");
    page.append("|---|---|---|--:|--:|--:|---|\n");
    handlers.forEach(
        (handler, count) ->
            page.append("| ")
                .append(handler.replace("/", " | "))
                .append(" | ")
                .append(count.passed())
                .append(" | ")
                .append(count.failed())
                .append(" | ")
                .append(ABSENT.getOrDefault(handler, "0 |"))
                .append(" |\n"));
  }
}
