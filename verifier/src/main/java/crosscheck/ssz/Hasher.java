package crosscheck.ssz;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Merkleization in place. Chunks (32 bytes) live on one stack of bytes per thread, so hashing a
 * tree allocates nothing and copies nothing that SHA-256 does not have to read. Whoever reserves
 * chunks with {@link #push} gives them back with {@link #pop}; positions are byte indices into
 * {@link #stack()}, which may move when the stack grows.
 */
final class Hasher {

  static final int CHUNK = 32;
  private static final int INITIAL_CHUNKS = 1024;

  /** A 2^64 limit of chunks has depth 64. */
  private static final int MAX_DEPTH = 64;

  private static final byte[][] ZERO = zeroHashes();
  private static final ThreadLocal<Hasher> CURRENT = ThreadLocal.withInitial(Hasher::new);

  private final MessageDigest digest = Sha256.digest();
  private byte[] stack = new byte[INITIAL_CHUNKS * CHUNK];
  private int top;

  private Hasher() {}

  /** The calling thread's. */
  static Hasher current() {
    return CURRENT.get();
  }

  byte[] stack() {
    return stack;
  }

  /** Reserves chunks, with arbitrary content, and returns the position of the first. */
  int push(int chunks) {
    int at = top;
    top = Math.addExact(at, Math.multiplyExact(chunks, CHUNK));
    if (top > stack.length) {
      stack = Arrays.copyOf(stack, Math.max(top, (int) Math.min(2L * stack.length, 1 << 30)));
    }
    return at;
  }

  /** Gives back everything that was reserved since {@code push} returned {@code at}. */
  void pop(int at) {
    top = at;
  }

  /** Hashes the two chunks at {@code from} into the chunk at {@code at}. */
  void hashPair(int from, int at) {
    Sha256.hash(digest, stack, from, 2 * CHUNK, stack, at);
  }

  /** Writes the root of a tree of {@code 2^depth} zero chunks. */
  void zero(int depth, int at) {
    System.arraycopy(ZERO[depth], 0, stack, at, CHUNK);
  }

  /** Writes zeros from {@code from} up to {@code to}. */
  void clear(int from, int to) {
    Arrays.fill(stack, from, to, (byte) 0);
  }

  /**
   * Root of a tree of {@code 2^depth} chunks of which the first {@code count} stand at {@code from}
   * and the rest are zero. Overwrites the chunks; needs room for one more when their number is odd.
   */
  void merkleize(int from, int count, int depth, int at) {
    if (count == 0) {
      zero(depth, at);
      return;
    }
    int level = 0;
    for (int nodes = count; nodes > 1; level++) {
      if (nodes % 2 == 1) {
        zero(level, from + nodes * CHUNK);
      }
      nodes = (nodes + 1) / 2;
      for (int i = 0; i < nodes; i++) {
        hashPair(from + 2 * i * CHUNK, from + i * CHUNK);
      }
    }
    System.arraycopy(stack, from, stack, at, CHUNK);
    extend(at, level, depth);
  }

  /**
   * Makes the root of a tree of depth {@code from} that of depth {@code to}: zeros to its right.
   */
  void extend(int at, int from, int to) {
    if (from == to) {
      return;
    }
    int pair = push(2);
    System.arraycopy(stack, at, stack, pair, CHUNK);
    for (int depth = from; depth < to; depth++) {
      zero(depth, pair + CHUNK);
      hashPair(pair, pair);
    }
    System.arraycopy(stack, pair, stack, at, CHUNK);
    pop(pair);
  }

  /** {@code mix_in_length}: the root at {@code at} becomes the hash of itself and the length. */
  void mixInLength(int at, long length) {
    int pair = push(2);
    System.arraycopy(stack, at, stack, pair, CHUNK);
    word(pair + CHUNK, length);
    hashPair(pair, at);
    pop(pair);
  }

  /** Writes a chunk that holds one little-endian integer. */
  void word(int at, long value) {
    LittleEndian.putLong(stack, at, value);
    clear(at + Long.BYTES, at + CHUNK);
  }

  private static byte[][] zeroHashes() {
    byte[][] zero = new byte[MAX_DEPTH + 1][CHUNK];
    byte[] pair = new byte[2 * CHUNK];
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      System.arraycopy(zero[depth], 0, pair, 0, CHUNK);
      System.arraycopy(zero[depth], 0, pair, CHUNK, CHUNK);
      zero[depth + 1] = Sha256.hash(pair);
    }
    return zero;
  }
}
