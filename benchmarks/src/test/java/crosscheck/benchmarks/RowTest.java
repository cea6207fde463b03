package crosscheck.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the table says of a figure. */
final class RowTest {

  @Test
  void aCostMissesItsGoalAbove() {
    assertThat(Row.of("a block", "ms", 3.1).goal(3).misses()).isTrue();
    assertThat(Row.of("a block", "ms", 3.0).goal(3).misses()).isFalse();
  }

  @Test
  void aRateMissesItsGoalBelow() {
    assertThat(Row.of("judging", "blocks/s", 399).goal(400).misses()).isTrue();
    assertThat(Row.of("judging", "blocks/s", 400).goal(400).misses()).isFalse();
  }

  @Test
  void saysHowFarLimitAndPeersAre() {
    assertThat(Row.of("a block", "ms", 2).goal(3).limit(1, "physics").go(80).line())
        .isEqualToIgnoringNewLines(
            "| a block | ≤ 3.00 ms | **2.00 ms** | yes | 1.00 ms | 2.00 | 80.0 ms (40.0×) |  | physics |");
  }

  @Test
  void aRateIsMeasuredAgainstItsLimitTheOtherWayRound() {
    assertThat(Row.of("judging", "blocks/s", 500).limit(1_000, "two cores").line())
        .contains("| 1,000 blocks/s | 2.00 |");
  }
}
