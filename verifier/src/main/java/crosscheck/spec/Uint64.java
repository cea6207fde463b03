package crosscheck.spec;

import java.math.BigInteger;

/**
 * Arithmetic and order of the spec's {@code uint64}: a {@code long} read as unsigned. A result that
 * does not fit is an invalid input ({@link ImplicitCheck#UINT64_OVERFLOW}), as in the executable
 * spec; so is a division by zero.
 */
public final class Uint64 {

  /** 2^64-1; the spec's {@code FAR_FUTURE_EPOCH} among others. */
  public static final long MAX = -1L;

  private Uint64() {}

  /** {@code a + b}; invalid input when above 2^64-1. */
  public static long plus(long a, long b) {
    long sum = a + b;
    if (Long.compareUnsigned(sum, a) < 0) {
      throw overflow(a, "+", b);
    }
    return sum;
  }

  /** {@code a - b}; invalid input when below zero. */
  public static long minus(long a, long b) {
    if (Long.compareUnsigned(a, b) < 0) {
      throw overflow(a, "-", b);
    }
    return a - b;
  }

  /** {@code a * b}; invalid input when above 2^64-1. */
  public static long times(long a, long b) {
    if (highProduct(a, b) != 0) {
      throw overflow(a, "*", b);
    }
    return a * b;
  }

  /** {@code a // b}, rounded down; invalid input when {@code b} is zero. */
  public static long dividedBy(long a, long b) {
    if (b == 0) {
      throw divisionByZero(a);
    }
    return Long.divideUnsigned(a, b);
  }

  /** {@code a % b}; invalid input when {@code b} is zero. */
  public static long mod(long a, long b) {
    if (b == 0) {
      throw divisionByZero(a);
    }
    return Long.remainderUnsigned(a, b);
  }

  /**
   * {@code a * b // c} where the product may need 128 bits: the executable spec multiplies without
   * bound. Invalid input when the quotient does not fit.
   */
  public static long timesDividedBy(long a, long b, long c) {
    if (highProduct(a, b) == 0) {
      return dividedBy(a * b, c);
    }
    if (c == 0) {
      throw divisionByZero(a);
    }
    BigInteger quotient = big(a).multiply(big(b)).divide(big(c));
    if (quotient.bitLength() > 64) {
      throw overflow(a, "*", b);
    }
    return quotient.longValue();
  }

  /** {@code a + b}, or 2^64-1 where the sum is larger: for sums that are only compared. */
  public static long plusOrMax(long a, long b) {
    long sum = a + b;
    return Long.compareUnsigned(sum, a) < 0 ? MAX : sum;
  }

  /** {@code a * b}, or 2^64-1 where the product is larger: for products that are only compared. */
  public static long timesOrMax(long a, long b) {
    return highProduct(a, b) != 0 ? MAX : a * b;
  }

  /** {@code a * b} modulo 2^64: only for the one product that wraps, decision 0005. */
  public static long timesWrapping(long a, long b) {
    return a * b;
  }

  /** Order of {@code a * b} and {@code c * d}, computed in 128 bits. */
  public static int compareProducts(long a, long b, long c, long d) {
    int high = Long.compareUnsigned(highProduct(a, b), highProduct(c, d));
    return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
  }

  /** {@code a < b}. */
  public static boolean less(long a, long b) {
    return Long.compareUnsigned(a, b) < 0;
  }

  /** {@code a <= b}. */
  public static boolean lessOrEqual(long a, long b) {
    return Long.compareUnsigned(a, b) <= 0;
  }

  public static long min(long a, long b) {
    return less(a, b) ? a : b;
  }

  public static long max(long a, long b) {
    return less(a, b) ? b : a;
  }

  /** Decimal digits. */
  public static String text(long a) {
    return Long.toUnsignedString(a);
  }

  private static long highProduct(long a, long b) {
    // Math.unsignedMultiplyHigh is Java 18; this is its definition through the signed one.
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }

  private static BigInteger big(long a) {
    return new BigInteger(Long.toUnsignedString(a));
  }

  private static InvalidException overflow(long a, String operator, long b) {
    return InvalidException.implicit(
        ImplicitCheck.UINT64_OVERFLOW,
        "a value from 0 to 2^64-1",
        text(a) + " " + operator + " " + text(b));
  }

  private static InvalidException divisionByZero(long a) {
    return InvalidException.implicit(
        ImplicitCheck.DIVISION_BY_ZERO, "a divisor above zero", text(a) + " / 0");
  }
}
