package crosscheck.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.ssz.Sha256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The floor of every limit is as good as this count. */
final class CountedSha256Test {

  @ParameterizedTest
  @CsvSource({"0, 1", "37, 1", "55, 1", "56, 2", "64, 2", "119, 2", "120, 3", "1000, 16"})
  void countsTheCompressionsOfAMessage(int bytes, long compressions) {
    byte[] out = new byte[32];
    assertThat(CountedSha256.during(() -> Sha256.hash(new byte[bytes], 0, bytes, out, 0)))
        .isEqualTo(compressions);
  }

  @Test
  void hashesAsThePlatformDoes() throws NoSuchAlgorithmException {
    byte[] message =
        "what is counted is not changed".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[][] counted = new byte[1][];
    long compressions = CountedSha256.during(() -> counted[0] = Sha256.hash(message));
    assertThat(compressions).isEqualTo(1);
    assertThat(counted[0]).isEqualTo(MessageDigest.getInstance("SHA-256").digest(message));
  }

  @Test
  void countsNothingOutsideOfItsThread() {
    CountedSha256.during(() -> Sha256.hash(new byte[1]));
    long before = CountedSha256.compressions();
    Sha256.hash(new byte[100]);
    OwnThread.run(() -> Sha256.hash(new byte[100]));
    assertThat(CountedSha256.compressions()).isEqualTo(before);
  }

  @Test
  void refusesWorkThatHashesNothing() {
    assertThatThrownBy(() -> CountedSha256.during(() -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no SHA-256");
  }
}
