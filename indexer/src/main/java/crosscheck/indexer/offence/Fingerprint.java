package crosscheck.indexer.offence;

import java.nio.ByteBuffer;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The first half of a root: who wants two that differ and yet share it has to hash 2^64 values, and
 * would gain a vote that is overlooked.
 *
 * @param high bytes 0 to 7, big-endian
 * @param low bytes 8 to 15
 */
record Fingerprint(long high, long low) implements Comparable<Fingerprint> {

  static Fingerprint of(Bytes32 root) {
    return new Fingerprint(root.getLong(0), root.getLong(8));
  }

  /** 16 bytes. */
  byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
  }

  /** As the bytes are ordered. */
  @Override
  public int compareTo(Fingerprint that) {
    int order = Long.compareUnsigned(high, that.high);
    return order != 0 ? order : Long.compareUnsigned(low, that.low);
  }
}
