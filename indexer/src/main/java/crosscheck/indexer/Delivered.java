package crosscheck.indexer;

import crosscheck.spec.Spec;
import crosscheck.ssz.Sha256;
import crosscheck.ssz.SszException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A delivery as far as it can be understood without a state.
 *
 * @param block its columns; empty when it does not decode, or is too large to look at
 * @param sha256 of the bytes
 */
record Delivered(Delivery delivery, Optional<BlockRow> block, Bytes32 sha256) {

  private static final Logger log = LoggerFactory.getLogger(Delivered.class);

  /**
   * @param mostBytes more are not looked at
   */
  static Delivered of(Spec spec, Delivery delivery, int mostBytes) {
    Bytes32 sha256 = Sha256.hash(delivery.ssz());
    if (delivery.ssz().size() > mostBytes) {
      return new Delivered(delivery, Optional.empty(), sha256);
    }
    try {
      BlockRow row = BlockRow.of(spec, spec.decodeBlock(delivery.ssz()));
      return new Delivered(delivery, Optional.of(row), sha256);
    } catch (SszException e) {
      return new Delivered(delivery, Optional.empty(), sha256);
    } catch (RuntimeException e) {
      // Ours to repair; the bytes are kept, and judging will say "error", never "malformed".
      log.error("cannot read an input of {} bytes", delivery.ssz().size(), e);
      return new Delivered(delivery, Optional.empty(), sha256);
    }
  }

  int size() {
    return delivery.ssz().size();
  }
}
