package crosscheck.bls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import supranational.blst.P2;
import supranational.blst.P2_Affine;

/** The shortcuts around blst, against the plain way. */
class BlstPointsTest {

  @Test
  void theQuickMultipleIsTheKnownMultipleOfTheExactHash() {
    Claims claims = new Claims(21);
    for (int round = 0; round < 200; round++) {
      P2_Affine candidate = BlstPoints.candidate(new MessageKey(claims.bytes32(), claims.domain()));
      P2 expected = BlstPoints.exact(candidate).mult(BlstPoints.QUICK_FACTOR);

      assertThat(BlstPoints.quickMultiple(candidate).is_equal(expected)).isTrue();
    }
  }

  @Test
  void theExactHashLiesInG2AndItsCandidateDoesNot() {
    Claims claims = new Claims(22);
    P2_Affine candidate = BlstPoints.candidate(new MessageKey(claims.bytes32(), claims.domain()));

    assertThat(candidate.in_group()).isFalse();
    assertThat(BlstPoints.exact(candidate).in_group()).isTrue();
  }

  @Test
  void aWeightedSumIsTheSumOfTheMultiples() {
    Random random = new Random(23);
    for (int size = 0; size < 12; size++) {
      WeightedSum sum = new WeightedSum();
      P2 expected = new P2();
      for (int i = 0; i < size; i++) {
        P2_Affine point = P2.generator().mult(new BigInteger(200, random)).to_affine();
        long weight = i % 4 == 0 ? 1 : i % 4 == 1 ? -1 - random.nextInt(3) : random.nextLong();
        sum.add(point, weight);
        expected.add(point.to_jacobian().mult(new BigInteger(Long.toUnsignedString(weight))));
      }
      assertThat(sum.total().is_equal(expected)).isTrue();
    }
  }

  @Test
  void digitsSpellTheWeight() {
    Random random = new Random(24);
    for (int round = 0; round < 10_000; round++) {
      long weight = round < 100 ? round - 50 : random.nextLong();
      byte[] digits = WeightedSum.digits(weight);
      BigInteger value = BigInteger.ZERO;
      for (int position = digits.length - 1; position >= 0; position--) {
        value = value.shiftLeft(1).add(BigInteger.valueOf(digits[position]));
      }
      assertThat(value).isEqualTo(new BigInteger(Long.toUnsignedString(weight)));
    }
  }
}
