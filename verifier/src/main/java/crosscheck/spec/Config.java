package crosscheck.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * A configuration: the spec's constants by the spec's names. Presets {@code minimal} and {@code
 * mainnet} come with the library; others are YAML files of the same form as the spec's own (one
 * {@code NAME: value} a line, comments after {@code #}).
 *
 * @see <a href="https://github.com/ethereum/consensus-specs/tree/v0.8.3/configs">configs,
 *     v0.8.3</a>
 */
public final class Config {

  private final String name;
  private final Map<String, String> values;

  private Config(String name, Map<String, String> values) {
    this.name = name;
    this.values = Collections.unmodifiableMap(values);
  }

  public static Config minimal() {
    return preset("minimal");
  }

  public static Config mainnet() {
    return preset("mainnet");
  }

  private static Config preset(String name) {
    try (InputStream in = Config.class.getResourceAsStream(name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("preset " + name + ".yaml is missing from the library");
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a configuration.
   *
   * @param name shown in messages, e.g. the file's name
   * @throws IllegalArgumentException naming the line that is not {@code NAME: value} or repeats a
   *     name
   */
  public static Config parse(String name, String yaml) {
    Map<String, String> values = new LinkedHashMap<>();
    int number = 0;
    for (String line : yaml.lines().toList()) {
      number++;
      String text = line.replaceFirst("(^|\\s)#.*$", "").strip();
      if (text.isEmpty() || text.equals("---")) {
        continue;
      }
      int colon = text.indexOf(':');
      String key = colon < 0 ? "" : text.substring(0, colon).strip();
      String value = colon < 0 ? "" : unquoted(text.substring(colon + 1).strip());
      if (!key.matches("[A-Z][A-Z0-9_]*") || value.isEmpty()) {
        throw new IllegalArgumentException(
            "configuration %s, line %d: expected NAME: value, got \"%s\""
                .formatted(name, number, text));
      }
      if (values.put(key, value) != null) {
        throw new IllegalArgumentException(
            "configuration %s, line %d: %s stands twice".formatted(name, number, key));
      }
    }
    return new Config(name, values);
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /**
   * The same configuration, by the same name, with another value for one constant.
   *
   * @throws IllegalArgumentException when it has no such constant
   */
  public Config with(String constant, String value) {
    value(constant);
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(constant, value);
    return new Config(name, changed);
  }

  public String name() {
    return name;
  }

  /** All values as written, in the order of the file. */
  public Map<String, String> values() {
    return values;
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException when the constant is missing or not a decimal number from 0 to
   *     2^64-1
   */
  public long uint64(String constant) {
    String value = value(constant);
    try {
      return Long.parseUnsignedLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "configuration %s: %s must be a decimal number from 0 to 2^64-1, got \"%s\""
              .formatted(name, constant, value),
          e);
    }
  }

  /**
   * A byte string of fixed length, written as 0x-hex or as a decimal number (little-endian).
   *
   * @throws IllegalArgumentException when the constant is missing or of another length
   */
  public Bytes bytes(String constant, int length) {
    String value = value(constant);
    try {
      if (value.startsWith("0x")) {
        Bytes bytes = Bytes.fromHexString(value);
        if (bytes.size() == length) {
          return bytes;
        }
      } else if (new BigInteger(value).bitLength() <= 8 * length) {
        byte[] bytes = new byte[length];
        BigInteger rest = new BigInteger(value);
        for (int i = 0; i < length; i++) {
          bytes[i] = rest.shiftRight(8 * i).byteValue();
        }
        return Bytes.wrap(bytes);
      }
    } catch (IllegalArgumentException e) {
      // falls through to the message below, which names the constant
    }
    throw new IllegalArgumentException(
        "configuration %s: %s must be %d bytes as 0x-hex, got \"%s\""
            .formatted(name, constant, length, value));
  }

  private String value(String constant) {
    String value = values.get(constant);
    if (value == null) {
      throw new IllegalArgumentException(
          "configuration %s: %s is missing".formatted(name, constant));
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Config that && name.equals(that.name) && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
