package crosscheck.ssz;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers in byte arrays, least significant byte first. */
final class LittleEndian {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static long getLong(byte[] in, int at) {
    return (long) LONG.get(in, at);
  }

  static void putLong(byte[] out, int at, long value) {
    LONG.set(out, at, value);
  }

  static int getInt(byte[] in, int at) {
    return (int) INT.get(in, at);
  }

  static void putInt(byte[] out, int at, int value) {
    INT.set(out, at, value);
  }

  static short getShort(byte[] in, int at) {
    return (short) SHORT.get(in, at);
  }

  static void putShort(byte[] out, int at, short value) {
    SHORT.set(out, at, value);
  }
}
