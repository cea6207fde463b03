package crosscheck.spec.v08;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import crosscheck.spec.Check;
import crosscheck.spec.Config;
import crosscheck.spec.InvalidException;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The list of checks, and those that only a call can trip. */
final class ChecksTest {

  private final Spec spec = Specs.of("v0.8.3", Config.minimal());

  @TestFactory
  Stream<DynamicTest> theCallMadeForACheckFailsThatCheck() {
    return Trips.of(spec).entrySet().stream()
        .map(
            trip ->
                dynamicTest(trip.getKey().id(), () -> assertFails(trip.getKey(), trip.getValue())));
  }

  private static void assertFails(Check check, Runnable call) {
    InvalidException failure = catchThrowableOfType(InvalidException.class, call::run);
    assertThat(failure).as("no check failed").isNotNull();
    assertThat(failure.check()).isEqualTo(check);
  }

  @Test
  void noTwoChecksShareTheirIdOrTheirPlaceInTheSpec() {
    List<Check> checks = spec.checks();
    assertThat(checks).extracting(Check::id).doesNotHaveDuplicates();
    assertThat(checks.stream().filter(check -> check.assertion().isPresent()))
        .extracting(check -> check.function() + " " + check.assertion().getAsInt())
        .doesNotHaveDuplicates();
  }

  @Test
  void theAssertsOfAFunctionAreNumberedFromOneWithoutGaps() {
    spec.checks().stream()
        .filter(check -> check.assertion().isPresent())
        .collect(
            Collectors.groupingBy(
                Check::function,
                Collectors.mapping(check -> check.assertion().getAsInt(), Collectors.toList())))
        .forEach(
            (function, ordinals) ->
                assertThat(ordinals)
                    .as(function)
                    .isSorted()
                    .startsWith(1)
                    .endsWith(ordinals.size()));
  }
}
