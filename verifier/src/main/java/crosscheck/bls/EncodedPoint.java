package crosscheck.bls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import org.apache.tuweni.bytes.Bytes48;

/**
 * The 48 bytes of a public key as six numbers: cheap to compare, holds on to no larger buffer, and
 * hashed with a secret, so that nobody can prepare keys that fall into one bucket.
 */
final class EncodedPoint {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long SECRET = new SecureRandom().nextLong() | 1;

  private final long a;
  private final long b;
  private final long c;
  private final long d;
  private final long e;
  private final long f;

  EncodedPoint(Bytes48 encoded) {
    byte[] bytes = encoded.toArrayUnsafe();
    a = (long) LONG.get(bytes, 0);
    b = (long) LONG.get(bytes, 8);
    c = (long) LONG.get(bytes, 16);
    d = (long) LONG.get(bytes, 24);
    e = (long) LONG.get(bytes, 32);
    f = (long) LONG.get(bytes, 40);
  }

  byte[] toBytes() {
    byte[] bytes = new byte[Bytes48.SIZE];
    LONG.set(bytes, 0, a);
    LONG.set(bytes, 8, b);
    LONG.set(bytes, 16, c);
    LONG.set(bytes, 24, d);
    LONG.set(bytes, 32, e);
    LONG.set(bytes, 40, f);
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedPoint that
        && a == that.a
        && b == that.b
        && c == that.c
        && d == that.d
        && e == that.e
        && f == that.f;
  }

  @Override
  public int hashCode() {
    long mixed = SECRET;
    mixed = fold(mixed ^ a, SECRET);
    mixed = fold(mixed ^ b, SECRET);
    mixed = fold(mixed ^ c, SECRET);
    mixed = fold(mixed ^ d, SECRET);
    mixed = fold(mixed ^ e, SECRET);
    mixed = fold(mixed ^ f, SECRET);
    return (int) (mixed ^ mixed >>> 32);
  }

  private static long fold(long x, long y) {
    return x * y ^ Math.multiplyHigh(x, y);
  }
}
