package crosscheck.benchmarks;

import crosscheck.bls.BlstBls;
import crosscheck.bls.SignatureSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes48;

/** BLS by itself: microseconds of CPU, keys known, messages new. */
final class Signatures {

  private static final int CLAIMS = 256;
  private static final int ROUNDS = 9;

  private Signatures() {}

  static List<Row> rows(NativeCosts costs) {
    Claims claims = Claims.signed(CLAIMS);
    List<Row> rows = new ArrayList<>();
    rows.add(
        Row.of("BLS, one verification alone", "µs", each(claims, 1))
            .limit(costs.alone() / 1e3, "its native operations"));
    for (int size : new int[] {3, 14, 64}) {
      rows.add(
          Row.of("BLS, a verification in a batch of " + size, "µs", each(claims, size))
              .limit(costs.batch(size, size, size, size) / size / 1e3, "its native operations"));
    }
    rows.add(
        Row.of("BLS, hash to G2, exact and compressed", "µs", hashToG2(claims))
            .limit(costs.hashToG2Plainly() / 1e3, "two candidates, then plain multiplication"));
    return rows;
  }

  /** Microseconds for each claim, in batches of a size. */
  private static double each(Claims claims, int size) {
    Wrong.unless(
        !Claims.knowing(claims.keys()).verifyAll(claims.withFalseOne()),
        () -> "a batch with a false claim was accepted");
    int batches = CLAIMS / size;
    List<Bytes48> keys = claims.keys();
    return Sample.millis(
                ROUNDS,
                () -> Claims.knowing(keys),
                bls -> verified(bls, claims.sets(), size, batches),
                right -> Wrong.unless(right == batches, () -> right + " of " + batches))
            .median()
        * 1e3
        / (batches * size);
  }

  private static int verified(BlstBls bls, List<SignatureSet> sets, int size, int batches) {
    int right = 0;
    for (int batch = 0; batch < batches; batch++) {
      right += bls.verifyAll(sets.subList(batch * size, (batch + 1) * size)) ? 1 : 0;
    }
    return right;
  }

  private static double hashToG2(Claims claims) {
    return Sample.millis(
                ROUNDS,
                BlstBls::new,
                bls -> {
                  int bytes = 0;
                  for (SignatureSet set : claims.sets()) {
                    bytes += bls.hashToG2(set.groups().get(0).messageHash(), set.domain()).size();
                  }
                  return bytes;
                },
                bytes -> Wrong.unless(bytes == CLAIMS * 96, () -> bytes + " bytes"))
            .median()
        * 1e3
        / CLAIMS;
  }
}
