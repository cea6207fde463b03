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
    for (int low = first, high = last; low < high; low++, high--) {
      if (bits.get(high)) {
        int kept = list[low];
        list[low] = list[high];
        list[high] = kept;
      }
    }
  }

  /** The decision bits of one round: 256 from each hash, made as they are asked for. */
  private static final class RoundBits {
    private final byte[] roundSeed = new byte[33];
    private final byte[] blockSeed = new byte[37];
    private final int count;
    private byte[] source = new byte[0];
    private int block;

    RoundBits(Bytes32 seed, int count) {
      byte[] bytes = seed.toArrayUnsafe();
      System.arraycopy(bytes, 0, roundSeed, 0, 32);
      System.arraycopy(bytes, 0, blockSeed, 0, 32);
      this.count = count;
    }

    /** Begins a round and returns its pivot. */
    int start(int round) {
      roundSeed[32] = (byte) round;
      blockSeed[32] = (byte) round;
      block = -1;
      long number =
          ByteBuffer.wrap(Sha256.hash(roundSeed)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      return (int) Long.remainderUnsigned(number, count);
    }

    boolean get(int position) {
      if (position >>> 8 != block) {
        block = position >>> 8;
        blockSeed[33] = (byte) block;
        blockSeed[34] = (byte) (block >>> 8);
        blockSeed[35] = (byte) (block >>> 16);
        blockSeed[36] = (byte) (block >>> 24);
        source = Sha256.hash(blockSeed);
      }
      return (source[(position & 255) >>> 3] >>> (position & 7) & 1) == 1;
    }
  }
}
