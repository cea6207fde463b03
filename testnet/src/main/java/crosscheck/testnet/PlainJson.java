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
   * @param plain what {@link crosscheck.ssz.Ssz#toPlain} gives: no string in it needs escapes
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
      json.append('"').append(text).append('"');
    } else {
      json.append(plain);
    }
  }
}
