package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.indexer.alert.AlertSettings;
import crosscheck.indexer.exercise.Scenario;
import crosscheck.testnet.NetworkPlan;
import crosscheck.testnet.PlanChanges;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exercises that come with the program, from genesis to their end in virtual time: with nothing
 * wrong all of it passes. 3 and 4 differ from them in numbers only; those of 128 epochs take too
 * long.
 */
@Timeout(300)
class ExerciseRunsTest {

  private static final Duration TWO_SLOTS = Duration.ofSeconds(12);

  @TempDir static Path nothing;

  @ParameterizedTest
  @CsvSource({"1, SINGLE, 17, A-0 B-0", "2, SWAP, 82, B-0", "5, PLAIN, 82, A-0 A-1 B-0 B-1"})
  void passesWithNothingWrong(String name, Scenario.Variant variant, long lastSlot, String nodes)
      throws Exception {
    Scenario scenario = Exercises.find(name).scenario().in(variant);
    NetworkPlan plan = NetworkPlan.of(scenario.network().section(), PlanChanges.NONE);
    try (WatchedNetwork watched =
        new WatchedNetwork(plan, nothing, TWO_SLOTS, AlertSettings.DEFAULT)) {
      watched.begin(scenario);
      watched.upTo(lastSlot);
      watched.awaitExercises();
      assertThat(watched.lines("select state || ' ' || variant from exercises"))
          .as(
              () ->
                  String.join("\n", watched.lines("select to_json(g)::text from exercise_goals g")))
          .containsExactly("passed " + variant.word());
      assertThat(
              watched.lines(
                  "select string_agg(node, ' ' order by node) from exercise_goals"
                      + " where node is not null and goal in ('finality', 'stream')"))
          .containsExactly(nodes);
    }
  }
}
