package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BitsTest {

  @Test
  void setsAndClearsSingleBits() {
    Bitlist bits = Bitlist.zeros(11).with(0, true).with(10, true).with(3, true).with(3, false);
    assertThat(bits)
        .hasToString("10000000001")
        .isEqualTo(
            Bitlist.of(true, false, false, false, false, false, false, false, false, false, true));
    assertThat(bits.count()).isEqualTo(2);
    assertThat(bits.get(10)).isTrue();
    assertThat(bits.get(9)).isFalse();
    assertThat(Bitlist.zeros(11).count()).isZero();
  }

  @Test
  void refusesBitsThatAreNotThere() {
    assertThatThrownBy(() -> Bitlist.zeros(8).get(8)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Bitvector.zeros(8).get(-1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Bitvector.zeros(3).with(3, true))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void unitesAndIntersects() {
    Bitlist left = Bitlist.of(true, true, false);
    Bitlist right = Bitlist.of(false, false, true);
    assertThat(left.or(right)).isEqualTo(Bitlist.of(true, true, true));
    assertThat(left.intersects(right)).isFalse();
    assertThat(left.intersects(right.with(1, true))).isTrue();
    assertThatThrownBy(() -> left.or(Bitlist.zeros(4)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shiftsTowardsTheEnd() {
    assertThat(Bitvector.of(true, false, true, true).shifted())
        .isEqualTo(Bitvector.of(false, true, false, true));
  }

  @Test
  void listsAndVectorsAreNeverEqual() {
    assertThat((Object) Bitlist.of(true)).isNotEqualTo(Bitvector.of(true));
    assertThat(Bitlist.zeros(8)).isNotEqualTo(Bitlist.zeros(7));
    assertThat(Bitlist.of(true, false)).hasSameHashCodeAs(Bitlist.zeros(2).with(0, true));
  }
}
