package crosscheck.chains;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.spec.Config;
import crosscheck.spec.Specs;
import crosscheck.testing.Data;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Our list of checks against the list of asserts of the reference implementation. */
final class AssertionsTest {

  @Test
  void ourChecksAreTheAssertsOfTheReferenceInItsOrder() throws Exception {
    JsonNode reference =
        new ObjectMapper().readTree(Files.readAllBytes(Data.require("chains/assertions.json")));
    List<String> expected =
        StreamSupport.stream(reference.spliterator(), false)
            .map(it -> it.required("function").asText() + " " + it.required("assertion").asInt())
            .toList();

    assertThat(Specs.of("v0.8.3", Config.minimal()).checks())
        .filteredOn(check -> check.assertion().isPresent())
        .extracting(check -> check.function() + " " + check.assertion().getAsInt())
        .containsExactlyElementsOf(expected);
  }
}
