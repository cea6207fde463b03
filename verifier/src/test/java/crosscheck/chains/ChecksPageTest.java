package crosscheck.chains;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.spec.Check;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.v08.Trips;
import crosscheck.testing.GeneratedPage;
import crosscheck.vectors.InvalidVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every check is tripped by something, and {@code docs/checks.md} says by what. */
final class ChecksPageTest {

  private final Spec spec = Specs.of("v0.8.3", Config.minimal());

  @Test
  void everyCheckIsTrippedAndThePageSaysByWhat() throws Exception {
    Map<String, String> chains = JudgedChains.firstByCheck();
    Map<String, String> vectors = InvalidVectors.firstByCheck();
    Map<String, List<String>> tripped = new TreeMap<>();
    for (Check check : spec.checks()) {
      List<String> by = new ArrayList<>();
      Optional.ofNullable(chains.get(check.id())).map(it -> "chain " + it).ifPresent(by::add);
      Optional.ofNullable(vectors.get(check.id())).map(it -> "vector " + it).ifPresent(by::add);
      Trips.of(spec).keySet().stream()
          .filter(check::equals)
          .map(it -> "`ChecksTest`")
          .forEach(by::add);
      tripped.put(check.id(), by);
    }
    assertThat(tripped.entrySet().stream().filter(entry -> entry.getValue().isEmpty()))
        .as("checks that nothing trips")
        .isEmpty();
    GeneratedPage.compare("docs/checks.md", page(tripped), ChecksPageTest.class);
  }

  private String page(Map<String, List<String>> tripped) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # The checks

        Written by `ChecksPageTest` from the code; a test fails when this page is not what the code says.

        A block is invalid when one of these fails; the first that fails is its verdict. *function* is the
        function of the spec that holds the assert and *no.* its place among the asserts of that function
        (v0.8.3; v0.8.2 and v0.8.4 have the same). Failures that the spec leaves implicit have no number and
        can happen in many functions. *tripped by* names what makes the check fail in our tests: an entry of
        a reference chain, an official vector, a test.

        | function | no. | check | what is wrong when it fails | tripped by |
        |---|--:|---|---|---|
        """);
    for (Check check : spec.checks()) {
      page.append("| [")
          .append(check.function().equals("*") ? "any" : "`" + check.function() + "`")
          .append("](")
          .append(check.link())
          .append(") | ")
          .append(check.assertion().isPresent() ? check.assertion().getAsInt() : "")
          .append(" | `")
          .append(check.id())
          .append("` | ")
          .append(check.wording())
          .append(" | ")
          .append(String.join("; ", tripped.get(check.id())))
          .append(" |\n");
    }
    return page.toString();
  }
}
