package crosscheck.chains;

import crosscheck.chains.Chain.Entry;
import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Holds the class of an SSZ fault against what the reference decoder said of the same bytes. */
final class SszFaults {

  private SszFaults() {}

  /** Where our decoder finds another class of fault; empty when it is the same. */
  static Optional<String> difference(Spec spec, Entry entry, Bytes malformed) {
    String reason = entry.node().required("reason").required("expression").asText();
    String expected = kind(reason);
    try {
      spec.decodeBlock(malformed);
      return Optional.of("SSZ: the bytes decode, the reference says " + reason);
    } catch (SszException e) {
      return e.kind().name().equals(expected)
          ? Optional.empty()
          : Optional.of(
              "SSZ: expected " + expected + " (" + reason + "), was " + e.kind() + ": " + e);
    }
  }

  private static String kind(String reason) {
    if (reason.contains("offset")) {
      return "OFFSET";
    }
    if (reason.contains("delimiter")) {
      return "DELIMITER";
    }
    if (reason.contains("limit")) {
      return "LIMIT";
    }
    return "LENGTH";
  }
}
