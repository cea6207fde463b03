package crosscheck.testnet;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * JSON in the form of the 2019 nodes: the plain form of SSZ, with integers as numbers instead of
 * strings.
 */
final class PlainJson {

  private PlainJson() {}

  /**
   * @param plain what {@link crosscheck.ssz.Ssz#toPlain} gives, or maps and lists like it
   */
  static String of(Object plain) {
    StringBuilder json = new StringBuilder();
    write(json, plain);
    return json.toString();
  }

  private static void write(StringBuilder json, Object plain) {
    if (plain instanceof Map<?, ?> map) {
      json.append('{');
      for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
        Map.Entry<?, ?> entry = i.next();
        json.append('"').append(entry.getKey()).append("\":");
        write(json, entry.getValue());
        json.append(i.hasNext() ? "," : "");
      }
      json.append('}');
    } else if (plain instanceof List<?> list) {
      json.append('[');
      for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
        write(json, i.next());
        json.append(i.hasNext() ? "," : "");
      }
      json.append(']');
    } else if (plain instanceof String text && !text.matches("[0-9]+")) {
      json.append('"').append(escaped(text)).append('"');
    } else {
      json.append(plain);
    }
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < 0x20) {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
