package crosscheck.bls;

import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes48;

/**
 * Public keys that were parsed before. Valid and invalid ones are remembered apart, so that garbage
 * never drives a validator's key out.
 *
 * @param <P> a parsed key
 */
final class PublicKeys<P> {

  private static final int INVALID_KEPT = 1 << 14;

  private final Function<byte[], Optional<P>> parse;
  private final RecentMemo<EncodedPoint, Boolean> invalid = new RecentMemo<>(INVALID_KEPT);
  private final RecentMemo<EncodedPoint, P> valid;

  /**
   * @param parse of 48 bytes; empty for what is no valid G1 point
   * @param validKept how many valid keys stay for certain
   */
  PublicKeys(Function<byte[], Optional<P>> parse, int validKept) {
    this.parse = parse;
    this.valid = new RecentMemo<>(validKept);
  }

  /** The key, not to be changed by anybody; empty when it is no valid G1 point. */
  Optional<P> parsed(Bytes48 encoded) {
    EncodedPoint point = new EncodedPoint(encoded);
    Optional<P> known = valid.find(point);
    if (known.isPresent() || invalid.find(point).isPresent()) {
      return known;
    }
    Optional<P> parsed = parse.apply(point.toBytes());
    parsed.ifPresentOrElse(key -> valid.keep(point, key), () -> invalid.keep(point, true));
    return parsed;
  }
}
