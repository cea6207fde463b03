package crosscheck.bls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;
import org.junit.jupiter.api.Test;

/** Parsed keys are kept by content, valid and invalid ones, within a bound. */
class PublicKeysTest {

  private final List<Bytes48> parsed = new ArrayList<>();
  private final PublicKeys<String> keys = new PublicKeys<>(this::parse, 100);

  private Optional<String> parse(byte[] encoded) {
    parsed.add(Bytes48.wrap(encoded));
    return encoded[0] == 0 ? Optional.empty() : Optional.of(Bytes.wrap(encoded).toHexString());
  }

  @Test
  void parsesAKeyOnceWhateverObjectHoldsIt() {
    Bytes48 key = key(1, 7);
    Bytes48 slice = Bytes48.wrap(Bytes.concatenate(Bytes.of(9), key, Bytes.of(9)), 1);

    assertThat(keys.parsed(key)).contains(key.toHexString());
    assertThat(keys.parsed(slice)).contains(key.toHexString());
    assertThat(parsed).containsExactly(key);
  }

  @Test
  void remembersThatAKeyIsInvalid() {
    assertThat(keys.parsed(key(0, 7))).isEmpty();
    assertThat(keys.parsed(key(0, 7))).isEmpty();
    assertThat(parsed).hasSize(1);
  }

  @Test
  void everyByteCounts() {
    for (int at = 1; at < Bytes48.SIZE; at++) {
      byte[] bytes = key(1, 0).toArray();
      bytes[at] ^= 1;
      keys.parsed(Bytes48.wrap(bytes));
    }
    assertThat(parsed).hasSize(Bytes48.SIZE - 1).doesNotHaveDuplicates();
  }

  @Test
  void invalidKeysDriveNoValidOneOut() {
    for (int i = 0; i < 50; i++) {
      keys.parsed(key(1, i));
    }
    for (int i = 0; i < 40_000; i++) {
      keys.parsed(key(0, i));
    }
    parsed.clear();
    for (int i = 0; i < 50; i++) {
      assertThat(keys.parsed(key(1, i))).isPresent();
    }
    assertThat(parsed).isEmpty();
  }

  @Test
  void aMemoKeepsTheLatestAndIsBounded() {
    RecentMemo<Integer, Integer> memo = new RecentMemo<>(100);
    for (int i = 0; i < 10_000; i++) {
      memo.keep(i, -i);
      assertThat(memo.find(5)).isEqualTo(i < 5 ? Optional.empty() : Optional.of(-5));
      assertThat(memo.find(Math.max(0, i - 48))).isPresent();
      assertThat(memo.size()).isLessThanOrEqualTo(202);
    }
    assertThat(memo.find(6)).isEmpty();
  }

  private static Bytes48 key(int first, int number) {
    return Bytes48.wrap(
        Bytes.concatenate(
            Bytes.of(first),
            Bytes32.leftPad(Bytes.ofUnsignedInt(number)),
            Bytes.wrap(new byte[15])));
  }
}
