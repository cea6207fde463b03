package crosscheck.bls;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes48;
import supranational.blst.P1;
import supranational.blst.P1_Affine;

/**
 * Sums of public keys, each parsed and checked only when first met; for many threads. Valid and
 * invalid keys are remembered apart, so that garbage never drives a validator's key out. Of the
 * valid ones there are two generations, as in {@link RecentMemo}.
 */
final class BlstKeys {

  private static final int INVALID_KEPT = 1 << 14;

  private final int validKept;
  private final RecentMemo<EncodedPoint, Boolean> invalid = new RecentMemo<>(INVALID_KEPT);
  private volatile BlstKeyTable young;
  private volatile BlstKeyTable old;

  /**
   * @param validKept how many valid keys stay for certain
   */
  BlstKeys(int validKept) {
    this.validKept = validKept;
    this.young = new BlstKeyTable(validKept);
    this.old = young;
  }

  /** blst's form of a point, laid over numbers that we hold. */
  private static final class Overlay extends P1_Affine {

    Overlay(long[] words) {
      super(words);
    }

    static long[] words(P1_Affine point) {
      return getCPtr(point);
    }
  }

  /** The sum, infinity for no keys; empty when one of them is no valid G1 point. */
  Optional<P1> sum(List<Bytes48> pubkeys) {
    BlstKeyTable table = young;
    P1 sum = new P1();
    long[] points = new long[pubkeys.size() * BlstKeyTable.POINT_WORDS];
    int end = 0;
    // All are fetched before the first is added, so that the processor waits for many at a time.
    for (Bytes48 pubkey : pubkeys) {
      EncodedPoint encoded = new EncodedPoint(pubkey);
      int entry = table.find(encoded);
      if (entry != BlstKeyTable.ABSENT) {
        table.copyPoint(entry, points, end);
        end += BlstKeyTable.POINT_WORDS;
      } else {
        Optional<P1_Affine> key = parsed(encoded);
        if (key.isEmpty()) {
          return Optional.empty();
        }
        sum.add(key.get());
      }
    }
    long[] words = new long[BlstKeyTable.POINT_WORDS];
    P1_Affine key = new Overlay(words);
    for (int at = 0; at < end; at += BlstKeyTable.POINT_WORDS) {
      System.arraycopy(points, at, words, 0, BlstKeyTable.POINT_WORDS);
      sum.add(key);
    }
    return Optional.of(sum);
  }

  /** A key that the young table does not hold yet. */
  private Optional<P1_Affine> parsed(EncodedPoint encoded) {
    if (invalid.find(encoded).isPresent()) {
      return Optional.empty();
    }
    Optional<P1_Affine> key = remembered(old, encoded);
    if (key.isEmpty()) {
      key = BlstPoints.publicKey(encoded.toBytes());
    }
    key.ifPresentOrElse(valid -> keep(encoded, valid), () -> invalid.keep(encoded, true));
    return key;
  }

  private static Optional<P1_Affine> remembered(BlstKeyTable table, EncodedPoint encoded) {
    int entry = table.find(encoded);
    if (entry == BlstKeyTable.ABSENT) {
      return Optional.empty();
    }
    long[] words = new long[BlstKeyTable.POINT_WORDS];
    table.copyPoint(entry, words, 0);
    return Optional.of(new Overlay(words));
  }

  private synchronized void keep(EncodedPoint encoded, P1_Affine key) {
    if (young.size() == validKept) {
      old = young;
      young = new BlstKeyTable(validKept);
    }
    young.put(encoded, Overlay.words(key));
  }
}
