package crosscheck.bls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import org.apache.tuweni.bytes.Bytes48;

/**
 * The 48 bytes of a public key as six numbers: cheap to compare, holds on to no larger buffer, and
 * hashed with a secret, so that nobody can prepare keys that fall into one place of a table.
 */
final class EncodedPoint {

  /** How many numbers hold it. */
  static final int WORDS = 6;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long[] SECRET = new SecureRandom().longs(WORDS).toArray();

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

  private EncodedPoint(long[] in, int at) {
    a = in[at];
    b = in[at + 1];
    c = in[at + 2];
    d = in[at + 3];
    e = in[at + 4];
    f = in[at + 5];
  }

  /** The one that {@link #writeTo} wrote there. */
  static EncodedPoint standingIn(long[] in, int at) {
    return new EncodedPoint(in, at);
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

  /** Writes its numbers, {@link #WORDS} of them. */
  void writeTo(long[] out, int at) {
    out[at] = a;
    out[at + 1] = b;
    out[at + 2] = c;
    out[at + 3] = d;
    out[at + 4] = e;
    out[at + 5] = f;
  }

  /** Whether they stand there. */
  boolean standsIn(long[] in, int at) {
    return a == in[at]
        && b == in[at + 1]
        && c == in[at + 2]
        && d == in[at + 3]
        && e == in[at + 4]
        && f == in[at + 5];
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
    long mixed =
        folded(a ^ SECRET[0], b ^ SECRET[1])
            + folded(c ^ SECRET[2], d ^ SECRET[3])
            + folded(e ^ SECRET[4], f ^ SECRET[5]);
    return (int) (mixed ^ (mixed >>> 32));
  }

  private static long folded(long x, long y) {
    return (x * y) ^ Math.multiplyHigh(x, y);
  }
}
