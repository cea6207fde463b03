package crosscheck.spec.v08;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What is done for all validators at once agrees with the spec's plain form, on random states. */
final class PlainFormsTest {

  private final Phase0 spec = RandomStates.SPEC;

  @Test
  void shufflingAListIsShufflingEachOfItsIndices() {
    Random random = new Random(1);
    for (int size : new int[] {0, 1, 2, 3, 7, 255, 256, 257, 511, 512, 513, 2049}) {
      int[] list = random.ints(size).toArray();
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      int[] expected = new int[size];
      for (int i = 0; i < size; i++) {
        expected[i] = list[(int) spec.misc().computeShuffledIndex(i, size, Bytes32.wrap(seed))];
      }
      assertThat(Shuffling.shuffled(list, Bytes32.wrap(seed), 10))
          .as("size %d", size)
          .isEqualTo(expected);
    }
  }

  @RepeatedTest(20)
  void crosslinksOfAllShardsAreThoseOfEach(RepetitionInfo repetition) {
    BeaconState state = state(repetition);
    BeaconState processed = state.copy();
    spec.epochs().processCrosslinks(processed);
    assertThat(processed.currentCrosslinks).isEqualTo(new PlainEpoch(state).crosslinks());
    assertThat(processed.previousCrosslinks).isEqualTo(state.currentCrosslinks);
  }

  @RepeatedTest(20)
  void balancesAfterRewardsAndPenaltiesAreThoseOfEachValidatorAlone(RepetitionInfo repetition) {
    BeaconState state = state(repetition);
    BeaconState processed = state.copy();
    spec.epochs().processRewardsAndPenalties(processed);
    assertThat(processed.balances.toArray()).isEqualTo(new PlainEpoch(state).balances());
    assertThat(processed.balances).as("nothing happened").isNotEqualTo(state.balances);
  }

  @RepeatedTest(20)
  void anEpochIsJustifiedByTwoThirdsOfTheBalance(RepetitionInfo repetition) {
    BeaconState state = state(repetition);
    PlainEpoch plain = new PlainEpoch(state);
    BeaconState processed = state.copy();
    spec.epochs().processJustificationAndFinalization(processed);
    assertThat(processed.justificationBits.get(1)).isEqualTo(plain.justifies(5));
    assertThat(processed.justificationBits.get(0)).isEqualTo(plain.justifies(6));
  }

  @RepeatedTest(20)
  void compactCommitteesHaveTheRootOfTheirContainers(RepetitionInfo repetition) {
    BeaconState state = state(repetition);
    for (long epoch : new long[] {5, 6, 7}) {
      assertThat(spec.epochs().compactCommitteesRoot(state, epoch))
          .isEqualTo(new PlainEpoch(state).compactCommitteesRoot(epoch));
    }
  }

  private static BeaconState state(RepetitionInfo repetition) {
    int seed = repetition.getCurrentRepetition();
    return new RandomStates(seed).endOfEpoch(8 + seed * 3);
  }
}
