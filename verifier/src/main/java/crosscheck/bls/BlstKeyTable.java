package crosscheck.bls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A hash table from encoded public keys to their points, all of it in a few long arrays. A block
 * names thousands of keys in random order, and what that costs is memory outside the processor's
 * cache: here a look-up touches one number of the index and one entry, in which the point follows
 * the key. Readers never wait; writers take turns (the caller sees to it).
 */
final class BlstKeyTable {

  /** Says that a key is not in the table. */
  static final int ABSENT = -1;

  /** x and y, as blst holds them. */
  static final int POINT_WORDS = 12;

  private static final int ENTRY_WORDS = EncodedPoint.WORDS + POINT_WORDS;
  private static final int CHUNK_BITS = 10;
  private static final int FIRST_PLACES = 1 << 11;
  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(int[].class);

  private final long[][] chunks;
  private volatile int[] places = new int[FIRST_PLACES]; // 1 + number of the entry; 0 is free
  private int size;

  /**
   * @param capacity keys it can hold; it takes memory only for those it does hold
   */
  BlstKeyTable(int capacity) {
    chunks = new long[(capacity >> CHUNK_BITS) + 1][];
  }

  int size() {
    return size;
  }

  /** The number of a key's entry, or {@link #ABSENT}. */
  int find(EncodedPoint encoded) {
    int[] in = places;
    return (int) PLACE.getAcquire(in, place(in, encoded)) - 1;
  }

  void copyPoint(int entry, long[] out, int at) {
    System.arraycopy(chunk(entry), start(entry) + EncodedPoint.WORDS, out, at, POINT_WORDS);
  }

  /** Adds a key unless it is there. One thread at a time. */
  void put(EncodedPoint encoded, long[] words) {
    int[] in = places;
    int place = place(in, encoded);
    if (in[place] != 0) {
      return;
    }
    int entry = size;
    if (chunk(entry) == null) {
      chunks[entry >> CHUNK_BITS] = new long[ENTRY_WORDS << CHUNK_BITS];
    }
    encoded.writeTo(chunk(entry), start(entry));
    System.arraycopy(words, 0, chunk(entry), start(entry) + EncodedPoint.WORDS, POINT_WORDS);
    size = entry + 1;
    PLACE.setRelease(in, place, size);
    if (size > in.length / 2) {
      places = grown(in);
    }
  }

  private int[] grown(int[] from) {
    int[] to = new int[2 * from.length];
    for (int number : from) {
      if (number != 0) {
        to[place(to, EncodedPoint.standingIn(chunk(number - 1), start(number - 1)))] = number;
      }
    }
    return to;
  }

  /** Where the key is in the index, or else the free place where it belongs. */
  private int place(int[] in, EncodedPoint encoded) {
    int last = in.length - 1;
    int place = encoded.hashCode() & last;
    while (true) {
      int number = (int) PLACE.getAcquire(in, place);
      if (number == 0 || encoded.standsIn(chunk(number - 1), start(number - 1))) {
        return place;
      }
      place = (place + 1) & last;
    }
  }

  private long[] chunk(int entry) {
    return chunks[entry >> CHUNK_BITS];
  }

  private static int start(int entry) {
    return (entry & ((1 << CHUNK_BITS) - 1)) * ENTRY_WORDS;
  }
}
