package crosscheck.api;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes32;

/** How a request names a block. */
sealed interface BlockId {

  /** What a caller may write, for error messages and the manual. */
  String FORM =
      "a root, hash or sha256 (0x and 64 hexadecimal digits), a slot (a decimal uint64), or one of"
          + " head, genesis, justified, finalized";

  /** A signing root, a hash tree root, or the SHA-256 of the bytes. */
  record Digest(Bytes32 value) implements BlockId {}

  /** All blocks that claim this slot. */
  record Slot(BigInteger value) implements BlockId {}

  /** A place on the chain that moves, or genesis. */
  enum Name implements BlockId {
    HEAD,
    GENESIS,
    JUSTIFIED,
    FINALIZED
  }

  Pattern DIGEST = Pattern.compile("0x[0-9a-fA-F]{64}");
  Pattern DECIMAL = Pattern.compile("[0-9]{1,20}");
  BigInteger MAX_UINT64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  /** What a text names; empty when it has none of the forms. */
  static Optional<BlockId> of(String text) {
    if (DIGEST.matcher(text).matches()) {
      return Optional.of(new Digest(Bytes32.fromHexString(text)));
    }
    if (DECIMAL.matcher(text).matches()) {
      return Optional.<BlockId>of(new Slot(new BigInteger(text)))
          .filter(slot -> ((Slot) slot).value().compareTo(MAX_UINT64) <= 0);
    }
    return Arrays.stream(Name.values())
        .filter(name -> name.name().toLowerCase(Locale.ROOT).equals(text))
        .map(BlockId.class::cast)
        .findFirst();
  }
}
