package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Lists as CSV (RFC 4180), with a header. The columns are those of the type and the same for every
 * row: a member of a member is {@code outer_inner}, a list of words or numbers is one field with
 * blanks between, what is deeper is JSON in one field, and null is an empty field. Text that a
 * spreadsheet would take for a formula begins with an apostrophe.
 */
final class Csv {

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");
  private static final String FORMULA = "=+-@\t\r\n";

  private Csv() {}

  /** A column: its name, and the way to its value from a row. */
  private record Column(String name, List<String> path) {}

  /**
   * Writes a list.
   *
   * @param type of its entries, a record
   */
  static String of(Class<?> type, Iterable<?> entries) {
    List<Column> columns = new ArrayList<>();
    columns(type, "", List.of(), columns);
    StringBuilder csv = new StringBuilder();
    row(csv, columns.stream().map(Column::name).toList());
    for (Object entry : entries) {
      JsonNode row = Json.tree(entry);
      row(csv, columns.stream().map(column -> value(row, column)).toList());
    }
    return csv.toString();
  }

  private static void columns(
      Class<?> record, String prefix, List<String> path, List<Column> columns) {
    for (RecordComponent component : record.getRecordComponents()) {
      if (Schemas.unwrapped(component)) {
        columns(component.getType(), prefix, path, columns);
        continue;
      }
      String name = Schemas.name(component);
      List<String> here = new ArrayList<>(path);
      here.add(name);
      Class<?> type = held(component.getGenericType());
      if (type.isRecord()) {
        columns(type, prefix + name + "_", here, columns);
      } else {
        columns.add(new Column(prefix + name, here));
      }
    }
  }

  /** The class itself, or that in an Optional. */
  private static Class<?> held(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Optional.class
          ? held(generic.getActualTypeArguments()[0])
          : (Class<?>) generic.getRawType();
    }
    return (Class<?>) type;
  }

  private static String value(JsonNode row, Column column) {
    JsonNode value = row;
    for (String step : column.path()) {
      value = value.path(step);
    }
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    if (value.isArray()) {
      boolean flat = true;
      StringJoiner words = new StringJoiner(" ");
      for (JsonNode each : value) {
        flat &= each.isValueNode() && each.asText().indexOf(' ') < 0;
        words.add(each.asText());
      }
      return flat ? words.toString() : value.toString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static void row(StringBuilder csv, List<String> fields) {
    StringJoiner line = new StringJoiner(",", "", "\r\n");
    fields.forEach(field -> line.add(quoted(harmless(field))));
    csv.append(line);
  }

  private static String harmless(String field) {
    boolean formula =
        !field.isEmpty()
            && FORMULA.indexOf(field.charAt(0)) >= 0
            && !NUMBER.matcher(field).matches();
    return formula ? "'" + field : field;
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
