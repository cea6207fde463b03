package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final RateLimit limit = new RateLimit(10, nanos::get);

  @Test
  void takesTenSecondsWorthAtOnceAndThenAsMuchAsComesBack() {
    assertThat(limit.take("a", 100)).isZero();
    assertThat(limit.take("a", 1)).isEqualTo(1);
    assertThat(limit.take("a", 25)).isEqualTo(3);
    nanos.addAndGet(2_500_000_000L);
    assertThat(limit.take("a", 25)).isZero();
    assertThat(limit.take("a", 1)).isEqualTo(1);
  }

  @Test
  void keepsClientsApart() {
    assertThat(limit.take("a", 100)).isZero();
    assertThat(limit.take("b", 100)).isZero();
  }

  @Test
  void takesWhatIsMoreThanEverFitsWhenAllIsThereAndHasItPaidOff() {
    assertThat(limit.take("a", 150)).isZero();
    assertThat(limit.take("a", 1)).isEqualTo(6);
    nanos.addAndGet(6_000_000_000L);
    assertThat(limit.take("a", 1)).isZero();
    assertThat(limit.take("a", 150)).isEqualTo(10);
  }

  @Test
  void forgetsNobodyWhoIsHeardOf() {
    assertThat(limit.take("a", 100)).isZero();
    for (int i = 0; i < 20_000; i++) {
      assertThat(limit.take("other " + i, 1)).isZero();
      assertThat(limit.take("a", 1)).isEqualTo(1);
    }
  }
}
