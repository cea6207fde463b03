package crosscheck.bls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes48;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import supranational.blst.P1;

/** Sums of remembered keys are the sums of their secrets, however many are remembered. */
class BlstKeysTest {

  private static final List<Bytes48> PUBKEYS = new ArrayList<>();
  private static final Bytes48 NOT_A_POINT = Bytes48.rightPad(Bytes.of(0x9f));

  /** The public key of secret i + 1 is at i. */
  @BeforeAll
  static void makeKeys() {
    P1 key = P1.generator();
    for (int i = 0; i < 3_000; i++) {
      PUBKEYS.add(Bytes48.wrap(key.compress()));
      key.add(P1.generator());
    }
  }

  @Test
  void sumsWhileTheTableGrows() {
    checkRandomSums(new BlstKeys(1 << 18), 41, 150);
  }

  @Test
  void sumsWhileGenerationsPass() {
    checkRandomSums(new BlstKeys(70), 42, 60);
  }

  @Test
  void sumsForManyThreads() throws Exception {
    BlstKeys keys = new BlstKeys(1_000);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int seed = 0; seed < 4; seed++) {
        int mine = seed;
        work.add(
            () -> {
              checkRandomSums(keys, mine, 40);
              return true;
            });
      }
      for (Future<Boolean> done : threads.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void oneInvalidKeySpoilsASumEachTime() {
    BlstKeys keys = new BlstKeys(10);
    List<Bytes48> spoilt = List.of(PUBKEYS.get(0), NOT_A_POINT, PUBKEYS.get(1));

    assertThat(keys.sum(spoilt)).isEmpty();
    assertThat(keys.sum(spoilt)).isEmpty();
    assertThat(keys.sum(PUBKEYS.subList(0, 2))).isPresent();
  }

  @Test
  void aKnownKeyWithAnotherByteIsAnotherKey() {
    BlstKeys keys = new BlstKeys(10);
    keys.sum(PUBKEYS.subList(0, 1));
    for (int bit = 0; bit < 8 * Bytes48.SIZE; bit++) {
      byte[] changed = PUBKEYS.get(0).toArray();
      changed[bit / 8] ^= (byte) (0x80 >> (bit % 8));
      boolean negated = bit == 2;
      assertThat(keys.sum(List.of(Bytes48.wrap(changed))).isPresent()).isEqualTo(negated);
    }
  }

  private static void checkRandomSums(BlstKeys keys, long seed, int rounds) {
    Random random = new Random(seed);
    for (int round = 0; round < rounds; round++) {
      List<Bytes48> some = new ArrayList<>();
      long secret = 0;
      for (int i = random.nextInt(60); i > 0; i--) {
        int key = random.nextInt(PUBKEYS.size());
        some.add(PUBKEYS.get(key));
        secret += key + 1;
      }
      P1 expected = P1.generator().mult(BigInteger.valueOf(secret));
      assertThat(keys.sum(some).orElseThrow().is_equal(expected)).isTrue();
    }
  }
}
