package crosscheck.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import crosscheck.spec.Config;
import crosscheck.spec.Specs;
import crosscheck.testing.Data;
import crosscheck.testing.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every example of the official vectors. {@code -Dcrosscheck.vectors=operations/deposit} runs
 * only the handlers whose configuration/runner/handler contains these words.
 */
final class VectorsTest {

  private static final String ONLY = System.getProperty("crosscheck.vectors", "");
  private static final int SHOWN_FAILURES = 20;

  private final Tally tally = new Tally();

  @TestFactory
  Stream<DynamicNode> everyOfficialVectorHolds() throws IOException {
    VectorArchive v083 = VectorArchive.open(Data.require("vectors/eth2-v0.8.3-vectors.zip"));
    VectorArchive v084 = VectorArchive.open(Data.require("vectors/eth2-v0.8.4-new-vectors.zip"));
    return Stream.of(
            version("v0.8.3", v083.cases().values(), v083.configs()),
            version("v0.8.4", casesOfV084(v083, v084), v083.configs()),
            dynamicTest("docs/vectors.md is what this run says", this::comparePage))
        .onClose(() -> close(v083, v084));
  }

  /** What v0.8.4 kept of v0.8.3, and what it added. */
  private static Collection<Case> casesOfV084(VectorArchive v083, VectorArchive v084) {
    Set<String> removed = v084.removed();
    assertThat(v083.cases().keySet()).as("examples of v0.8.3").containsAll(removed);
    Map<String, Case> cases = new TreeMap<>();
    v083.cases().forEach((folder, example) -> cases.put(folder, example.unreadCopy()));
    cases.keySet().removeAll(removed);
    cases.putAll(v084.cases());
    return cases.values();
  }

  private DynamicNode version(String version, Collection<Case> cases, Map<String, Path> configs) {
    List<DynamicNode> nodes = new ArrayList<>();
    VectorArchive.grouped(cases)
        .forEach((config, kinds) -> nodes.add(config(version, config, kinds, configs)));
    return dynamicContainer(version, nodes);
  }

  private DynamicNode config(
      String version, String config, Map<String, List<Case>> kinds, Map<String, Path> configs) {
    List<DynamicNode> nodes = new ArrayList<>();
    Map<String, Handler> handlers = new HashMap<>();
    if (config.equals("general")) {
      handlers.putAll(new BlsVectors().handlers());
      handlers.putAll(new SszGenericVectors().handlers());
    } else {
      Config preset = config.equals("minimal") ? Config.minimal() : Config.mainnet();
      handlers.putAll(new StateVectors(Specs.of(version, preset)).handlers());
      handlers.putAll(new SszStaticVectors(Specs.of(version, preset)).handlers());
      nodes.add(
          dynamicTest(
              "config.yaml is our preset",
              () ->
                  assertThat(Config.parse(config, Files.readString(configs.get(config))))
                      .isEqualTo(preset)));
    }
    kinds.forEach(
        (kind, cases) -> {
          String name = config + "/" + kind;
          if (name.contains(ONLY)) {
            nodes.add(dynamicTest(kind, () -> run(version, name, handlers.get(kind), cases)));
          }
        });
    return dynamicContainer(config, nodes);
  }

  private void run(String version, String name, Handler handler, List<Case> cases) {
    List<String> failures = failures(name, handler, cases);
    tally.add(version, name, cases.size() - failures.size(), failures.size());
    if (!failures.isEmpty()) {
      fail(
          "%s: %d of %d failed:%n%s",
          name,
          failures.size(),
          cases.size(),
          String.join("\n", failures.subList(0, Math.min(SHOWN_FAILURES, failures.size()))));
    }
  }

  /** A line for each example that does not hold, or of which a file was not used. */
  static List<String> failures(String name, Handler handler, List<Case> cases) {
    if (handler == null) {
      fail("nobody here knows what to do with the %d examples of %s", cases.size(), name);
    }
    return cases.parallelStream().flatMap(example -> failure(handler, example)).sorted().toList();
  }

  private static Stream<String> failure(Handler handler, Case example) {
    try {
      handler.run(example);
      return example.unread().isEmpty()
          ? Stream.empty()
          : Stream.of(example + ": these files were not used: " + example.unread());
    } catch (Exception | AssertionError | StackOverflowError e) {
      StackTraceElement[] stack = e.getStackTrace();
      return Stream.of(example + ": " + e + (stack.length > 0 ? " at " + stack[0] : ""));
    }
  }

  private void comparePage() throws IOException {
    Assumptions.assumeTrue(ONLY.isEmpty(), "only some vectors ran: docs/vectors.md not compared");
    GeneratedPage.compare("docs/vectors.md", tally.page(), VectorsTest.class);
  }

  private static void close(VectorArchive... archives) {
    try {
      for (VectorArchive archive : archives) {
        archive.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
