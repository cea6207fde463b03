package crosscheck.spec.v08;

import crosscheck.ssz.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The swap-or-not shuffle applied to a whole list at once: about 1/50 of the work of asking for
 * each index alone ({@link Misc#computeShuffledIndex}, its oracle in the tests).
 */
final class Shuffling {

  private Shuffling() {}

  /**
   * {@code result[i] = indices[compute_shuffled_index(i)]}.
   *
   * <p>Each round is an exchange of pairs (i, pivot - i), so it can be done in place; done on the
   * list instead of on one index, the rounds run backwards.
   */
  static int[] shuffled(int[] indices, Bytes32 seed, int rounds) {
    int[] list = Arrays.copyOf(indices, indices.length);
    if (list.length < 2) {
      return list;
    }
    RoundBits bits = new RoundBits(seed, list.length);
    for (int round = rounds - 1; round >= 0; round--) {
      int pivot = bits.start(round);
      // Pairs (i, pivot - i) below the pivot, then those that wrap around the end of the list. The
      // larger index of a pair is the one whose bit decides.
      exchange(list, 0, pivot, bits);
      exchange(list, pivot + 1, list.length - 1, bits);
    }
    return list;
  }

  private static void exchange(int[] list, int first, int last, RoundBits bits) {
    int pairs = (last - first + 1) / 2;
    byte[] decisions = bits.between(last - pairs + 1, last);
    for (int low = first, high = last; low < high; low++, high--) {
      // Without a branch: a coin is tossed for each pair, which no processor predicts.
      int decision = decisions[high >>> 3] >>> (high & 7) & 1;
      int difference = (list[low] ^ list[high]) & -decision;
      list[low] ^= difference;
      list[high] ^= difference;
    }
  }

  /** The decision bits of one round: 256 from each hash. */
  private static final class RoundBits {
    private static final int BITS_PER_HASH = 256;

    private final byte[] roundSeed = new byte[33];
    private final byte[] blockSeed = new byte[37];
    private final int count;
    private final byte[] decisions;

    RoundBits(Bytes32 seed, int count) {
      byte[] bytes = seed.toArrayUnsafe();
      System.arraycopy(bytes, 0, roundSeed, 0, 32);
      System.arraycopy(bytes, 0, blockSeed, 0, 32);
      this.count = count;
      this.decisions = new byte[((count - 1) / BITS_PER_HASH + 1) * Bytes32.SIZE];
    }

    /** Begins a round and returns its pivot. */
    int start(int round) {
      roundSeed[32] = (byte) round;
      blockSeed[32] = (byte) round;
      long number =
          ByteBuffer.wrap(Sha256.hash(roundSeed)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      return (int) Long.remainderUnsigned(number, count);
    }

    /** Bit i is bit i % 8 of byte i / 8; those from {@code first} to {@code last} are right. */
    byte[] between(int first, int last) {
      for (int block = first / BITS_PER_HASH;
          first <= last && block <= last / BITS_PER_HASH;
          block++) {
        blockSeed[33] = (byte) block;
        blockSeed[34] = (byte) (block >>> 8);
        blockSeed[35] = (byte) (block >>> 16);
        blockSeed[36] = (byte) (block >>> 24);
        Sha256.hash(blockSeed, 0, blockSeed.length, decisions, block * Bytes32.SIZE);
      }
      return decisions;
    }
  }
}
