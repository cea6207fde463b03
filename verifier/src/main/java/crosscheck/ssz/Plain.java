package crosscheck.ssz;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * Reading the plain form: strings, numbers, booleans, lists and maps, as a JSON or YAML parser
 * gives them.
 */
final class Plain {

  /** Longer than the digits of any uint256, so that nothing parses numbers without end. */
  private static final int MAX_DIGITS = 80;

  private Plain() {}

  static boolean bool(Object plain) throws SszException {
    if (plain instanceof Boolean value) {
      return value;
    }
    if (plain instanceof String text && (text.equals("true") || text.equals("false"))) {
      return text.equals("true");
    }
    throw unexpected("true or false", plain);
  }

  /** An unsigned integer of at most {@code bits} bits: a decimal string, or a whole number. */
  static BigInteger uint(Object plain, int bits) throws SszException {
    BigInteger value = integer(plain);
    if (value.signum() < 0 || value.bitLength() > bits) {
      throw SszException.value(value + " is out of the range of uint" + bits);
    }
    return value;
  }

  private static BigInteger integer(Object plain) throws SszException {
    if (plain instanceof BigInteger value) {
      return value;
    }
    if (plain instanceof Long || plain instanceof Integer || plain instanceof Short) {
      return BigInteger.valueOf(((Number) plain).longValue());
    }
    if (plain instanceof String text && text.length() <= MAX_DIGITS && text.matches("[0-9]+")) {
      return new BigInteger(text);
    }
    throw unexpected("a whole decimal number", plain);
  }

  static String hex(Bytes bytes) {
    return bytes.toHexString().toLowerCase(Locale.ROOT);
  }

  static byte[] bytes(Object plain) throws SszException {
    if (plain instanceof String text && text.startsWith("0x") && text.length() % 2 == 0) {
      try {
        return HexFormat.of().parseHex(text, "0x".length(), text.length());
      } catch (IllegalArgumentException e) {
        throw unexpected("0x and hex digits", plain);
      }
    }
    throw unexpected("0x and an even number of hex digits", plain);
  }

  static List<?> list(Object plain) throws SszException {
    if (plain instanceof List<?> list) {
      return list;
    }
    throw unexpected("a list", plain);
  }

  static Map<?, ?> map(Object plain) throws SszException {
    if (plain instanceof Map<?, ?> map) {
      return map;
    }
    throw unexpected("a map of fields", plain);
  }

  private static SszException unexpected(String wanted, Object plain) {
    String text = String.valueOf(plain);
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
    return SszException.value("is " + shown + ", must be " + wanted);
  }
}
