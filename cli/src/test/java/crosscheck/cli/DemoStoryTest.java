package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.testnet.PlanChanges;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The story of the demo, in virtual time: what it promises for its two minutes comes true. */
@Timeout(300)
class DemoStoryTest {

  private static final Duration SLOT = Duration.ofSeconds(1);

  /** Of the 120 seconds from the address on, at most six pass before slot 0. */
  private static final int LAST_SLOT = 90;

  @TempDir static Path nothing;

  @Test
  void everyAlertOfTheStoryIsToldAndOverWithinTwoMinutes() throws Exception {
    Story story = Story.own(PlanChanges.NONE);
    assertThat(story.plan().spec().config().uint64("SECONDS_PER_SLOT")).isOne();
    try (WatchedNetwork watched = new WatchedNetwork(story.plan(), nothing, SLOT, story.alerts())) {
      watched.begin(story.exercise().orElseThrow());
      watched.upTo(LAST_SLOT);
      assertThat(watched.alerts()).allMatch(alert -> alert.contains(" resolved "));
      assertThat(
              watched.lines(
                  "select concat_ws(' ', rule, details ->> 'check', details ->> 'ancestor_slot')"
                      + " from alerts order by 1"))
          .containsExactly(
              "deep_fork",
              "deep_reorg 35",
              "deep_reorg 6",
              "finality_late",
              "invalid_block RANDAO_REVEAL",
              "invalid_block STATE_ROOT",
              "node_disagrees",
              "nodes_forked 35",
              "participation_low",
              "slashable_offence");
      watched.awaitExercises();
      assertThat(
              watched.lines(
                  "select concat_ws(' ', goal, node, state) from exercise_goals order by 1"))
          .containsExactly(
              "finality A-0 passed",
              "finality A-1 passed",
              "finality B-0 passed",
              "finality B-1 passed",
              "follows A-0 failed",
              "follows A-1 failed",
              "follows B-0 failed",
              "follows B-1 failed",
              "no_deep_fork failed",
              "no_invalid_block failed",
              "no_offence failed",
              "participation failed",
              "sync B-0 passed");
    }
  }
}
