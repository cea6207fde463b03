package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;
import org.junit.jupiter.api.Test;

/** The compact byte strings are byte strings like any other. */
class CompactBytesTest {

  private static void behavesLike(Bytes plain, Bytes compact) {
    assertThat(compact).isEqualTo(plain).hasSameHashCodeAs(plain).hasToString(plain.toString());
    assertThat(plain).isEqualTo(compact);
    assertThat(compact.size()).isEqualTo(plain.size());
    assertThat(compact.toArray()).isEqualTo(plain.toArray());
    assertThat(compact.slice(3, 20)).isEqualTo(plain.slice(3, 20));
    assertThat(compact.reverse()).isEqualTo(plain.reverse());
    assertThat(compact.mutableCopy()).isEqualTo(plain);
    assertThat(compact.copy()).isEqualTo(plain);
    assertThat(compact.compareTo(plain)).isZero();
    assertThat(Bytes.concatenate(compact, compact)).isEqualTo(Bytes.concatenate(plain, plain));
    assertThat(compact).isNotEqualTo(plain.not()).isNotEqualTo(Bytes.EMPTY);
    assertThatThrownBy(() -> compact.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> compact.get(plain.size()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void of32Bytes() {
    Bytes32 plain = Bytes32.random(new Random(1));
    Bytes32 compact = CompactBytes32.of(plain);
    behavesLike(plain, compact);
    assertThat(CompactBytes32.of(compact)).isSameAs(compact);
    assertThat(compact).isEqualTo(CompactBytes32.read(plain.toArray(), 0));
    assertThat(compact).isNotEqualTo(CompactBytes32.of(plain.not()));
  }

  @Test
  void of48Bytes() {
    Bytes48 plain = Bytes48.wrap(Bytes.random(48, new Random(1)));
    Bytes48 compact = CompactBytes48.read(plain.toArray(), 0);
    behavesLike(plain, compact);
    assertThat(compact).isEqualTo(CompactBytes48.read(plain.toArray(), 0));
    assertThat(compact).isNotEqualTo(CompactBytes48.read(plain.not().toArray(), 0));
  }

  @Test
  void changingACopyLeavesTheOriginal() {
    Bytes32 compact = CompactBytes32.of(Bytes32.ZERO);
    compact.mutableCopy().set(0, (byte) 1);
    compact.toArrayUnsafe()[0] = 1;
    assertThat(compact).isEqualTo(Bytes32.ZERO);
  }
}
