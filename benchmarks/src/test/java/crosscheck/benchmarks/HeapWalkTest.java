package crosscheck.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.ssz.Uint64List;
import org.junit.jupiter.api.Test;

/** What is retained counts once, and all of it. */
final class HeapWalkTest {

  private record Pair(Object left, Object right) {}

  @Test
  void countsAnArrayWithItsHeader() {
    assertThat(new HeapWalk().add(new long[1000])).isEqualTo(16 + 8 * 1000);
  }

  @Test
  void countsWhatIsSharedOnce() {
    long[] shared = new long[1000];
    HeapWalk walk = new HeapWalk();
    long first = walk.add(new Pair(shared, shared));
    long second = walk.add(new Pair(shared, new Object[] {shared}));
    assertThat(first).isBetween(8016L + 16, 8016L + 32);
    assertThat(second).isBetween(32L, 64L);
  }

  @Test
  void oneChangedBalanceCostsOneLeafAndItsBranches() {
    Uint64List balances = Uint64List.of(java.util.stream.LongStream.range(0, 100_000).toArray());
    HeapWalk walk = new HeapWalk();
    assertThat(walk.add(balances)).isBetween(900_000L, 1_100_000L);
    assertThat(walk.add(balances.with(5, 7))).isBetween(600L, 1_500L);
  }
}
