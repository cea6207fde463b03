package crosscheck.bls;

import java.util.ArrayList;
import java.util.List;
import supranational.blst.P2;
import supranational.blst.P2_Affine;

/**
 * The sum of points times 64-bit weights, with the doublings done once for all of them (Straus):
 * each weight is written with the digits 0, ±1 and ±3, of which a quarter at most is not 0.
 */
final class WeightedSum {

  private static final int DIGITS = Long.SIZE + 1;

  private final P2 unweighted = new P2();
  private final List<Term> terms = new ArrayList<>();

  private record Term(byte[] digits, P2_Affine once, P2 minusOnce, P2 thrice, P2 minusThrice) {

    void addTo(P2 sum, int position) {
      switch (digits[position]) {
        case 1 -> sum.add(once);
        case -1 -> sum.add(minusOnce);
        case 3 -> sum.add(thrice);
        case -3 -> sum.add(minusThrice);
        default -> {
          // 0: nothing to add
        }
      }
    }
  }

  /**
   * @param weight unsigned
   */
  void add(P2_Affine point, long weight) {
    if (weight == 1) {
      unweighted.add(point);
      return;
    }
    P2 thrice = point.to_jacobian().dbl().add(point);
    terms.add(
        new Term(digits(weight), point, point.to_jacobian().neg(), thrice, thrice.dup().neg()));
  }

  P2 total() {
    if (terms.isEmpty()) {
      return unweighted.dup();
    }
    P2 sum = new P2();
    for (int position = DIGITS - 1; position >= 0; position--) {
      sum.dbl();
      for (Term term : terms) {
        term.addTo(sum, position);
      }
    }
    return sum.add(unweighted);
  }

  /** Non-adjacent form of width 3, least significant digit first. */
  static byte[] digits(long weight) {
    byte[] digits = new byte[DIGITS];
    long rest = weight;
    for (int position = 0; position < DIGITS; position++) {
      boolean carry = false;
      if ((rest & 1) == 1) {
        int low = (int) (rest & 7);
        int digit = low > 3 ? low - 8 : low;
        long without = rest - digit;
        carry = digit < 0 && Long.compareUnsigned(without, rest) < 0; // beyond 64 bits
        digits[position] = (byte) digit;
        rest = without;
      }
      rest >>>= 1;
      if (carry) {
        rest |= Long.MIN_VALUE;
      }
    }
    return digits;
  }
}
