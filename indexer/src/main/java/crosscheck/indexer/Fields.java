package crosscheck.indexer;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * A container in its plain form (Beacon API: snake_case, decimal strings, 0x-hex), read as column
 * values. Whatever the spec version, a field is asked for by its name.
 */
final class Fields {

  private final Map<?, ?> values;

  private Fields(Map<?, ?> values) {
    this.values = values;
  }

  /**
   * @param plain what {@code Ssz.toPlain} gave for a container
   */
  static Fields of(Object plain) {
    return new Fields((Map<?, ?>) plain);
  }

  /** The container as it came, for JSON. */
  Map<?, ?> plain() {
    return values;
  }

  Fields fields(String name) {
    return of(value(name));
  }

  List<Fields> list(String name) {
    return ((List<?>) value(name)).stream().map(Fields::of).toList();
  }

  int size(String name) {
    return ((List<?>) value(name)).size();
  }

  List<String> strings(String name) {
    return ((List<?>) value(name)).stream().map(String::valueOf).toList();
  }

  BigDecimal uint64(String name) {
    return new BigDecimal(String.valueOf(value(name)));
  }

  byte[] bytes(String name) {
    return Bytes.fromHexString((String) value(name)).toArrayUnsafe();
  }

  private Object value(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no field " + name + " among " + values.keySet());
    }
    return value;
  }
}
