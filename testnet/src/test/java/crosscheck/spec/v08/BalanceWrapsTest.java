package crosscheck.spec.v08;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.spec.Config;
import org.junit.jupiter.api.Test;

/** A penalty for a validator that has next to nothing left. */
final class BalanceWrapsTest {

  @Test
  void theBuggyBalanceWrapsWhereTheRightOneStopsAtZero() {
    assertThat(balanceAfterAnEpochWithoutVotes(new Phase0("v0.8.3", Config.minimal()))).isZero();
    assertThat(
            balanceAfterAnEpochWithoutVotes(
                HelperDeviations.balanceWraps().of("v0.8.3", Config.minimal())))
        .isNegative();
  }

  private static long balanceAfterAnEpochWithoutVotes(Phase0 spec) {
    BeaconState state = spec.advance(spec.mockedGenesis(16, 1_567_777_777), 8);
    state.balances = state.balances.with(3, 1);
    return spec.advance(state, 16).balances.get(3);
  }
}
