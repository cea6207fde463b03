package crosscheck.ssz;

/** Bytes cut into the chunks of a Merkle tree. */
final class Chunks {

  private Chunks() {}

  static int count(int bytes) {
    return (int) ((bytes + (long) Hasher.CHUNK - 1) / Hasher.CHUNK);
  }

  /** Writes the root of {@code 2^depth} chunks that begin with the first {@code length} bytes. */
  static void root(byte[] bytes, int length, int depth, Hasher hasher, int at) {
    int chunks = count(length);
    int from = hasher.push(chunks + 1);
    System.arraycopy(bytes, 0, hasher.stack(), from, length);
    hasher.clear(from + length, from + chunks * Hasher.CHUNK);
    hasher.merkleize(from, chunks, depth, at);
    hasher.pop(from);
  }
}
