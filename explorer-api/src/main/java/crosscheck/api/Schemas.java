package crosscheck.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import crosscheck.ssz.Bits;
import crosscheck.ssz.Named;
import crosscheck.ssz.SszList;
import crosscheck.ssz.Uint64List;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * JSON Schemas (2020-12) of the records that answers are made of, as {@link Json} writes them. Each
 * record becomes one named schema, with all its members required and no others allowed: what an
 * answer has and its schema does not tell is a mistake.
 */
final class Schemas {

  private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
      new PropertyNamingStrategies.SnakeCaseStrategy();

  private static final Map<String, Object> ANYTHING = Map.of();
  private static final Set<Class<?>> WHOLE_64 = Set.of(long.class, Long.class);
  private static final Set<Class<?>> WHOLE_32 = Set.of(int.class, Integer.class);

  private final Map<String, Class<?>> containers;
  private final Map<String, Object> named = new TreeMap<>();

  /**
   * @param containers SSZ containers by the names of the spec
   */
  Schemas(Map<String, Class<?>> containers) {
    this.containers = containers;
  }

  /** The schemas of all records that were asked for, and of those in them, by name. */
  Map<String, Object> named() {
    return named;
  }

  /** Schema of a value of this type. */
  Map<String, Object> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return of(generic);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isRecord()) {
      return reference(raw);
    }
    if (raw == OptionalInt.class) {
      return orNull(of(int.class));
    }
    if (raw == OptionalLong.class) {
      return orNull(of(long.class));
    }
    if (WHOLE_64.contains(raw)) {
      return Map.of("type", "string", "pattern", "^-?[0-9]+$");
    }
    if (WHOLE_32.contains(raw)) {
      return Map.of("type", "integer");
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (raw == String.class) {
      return Map.of("type", "string");
    }
    if (raw == Instant.class) {
      return Map.of("type", "string", "format", "date-time");
    }
    if (Bytes.class.isAssignableFrom(raw) || Bits.class.isAssignableFrom(raw)) {
      return Map.of("type", "string", "pattern", "^0x([0-9a-f]{2})*$");
    }
    if (raw == Uint64List.class) {
      return listOf(long.class);
    }
    return ANYTHING;
  }

  private Map<String, Object> of(ParameterizedType generic) {
    Class<?> raw = (Class<?>) generic.getRawType();
    Type[] parts = generic.getActualTypeArguments();
    if (raw == Optional.class) {
      return orNull(of(parts[0]));
    }
    if (raw == List.class || raw == SszList.class || raw == Set.class) {
      return Map.of("type", "array", "items", of(parts[0]));
    }
    if (raw == Map.class) {
      return Map.of("type", "object", "additionalProperties", of(parts[1]));
    }
    return ANYTHING;
  }

  static Map<String, Object> orNull(Map<String, Object> schema) {
    return schema.isEmpty() ? schema : Map.of("anyOf", List.of(schema, Map.of("type", "null")));
  }

  /** A list of things of this type. */
  Map<String, Object> listOf(Type type) {
    return Map.of("type", "array", "items", of(type));
  }

  /** An object with exactly these members. */
  static Map<String, Object> object(Map<String, Object> members) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", members);
    schema.put("required", List.copyOf(members.keySet()));
    schema.put("additionalProperties", false);
    return schema;
  }

  private Map<String, Object> reference(Class<?> record) {
    String name = name(record);
    if (!named.containsKey(name)) {
      // A record may hold itself: its name stands before its members are looked at.
      named.put(name, ANYTHING);
      named.put(name, object(members(record)));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /** Validators.Entry → ValidatorsEntry; BlockSummary → BlockSummary. */
  static String name(Class<?> record) {
    String name = record.getSimpleName();
    for (Class<?> outer = record.getEnclosingClass();
        outer != null;
        outer = outer.getEnclosingClass()) {
      name = outer.getSimpleName() + name;
    }
    return name.replace("Json", "");
  }

  private Map<String, Object> members(Class<?> record) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (RecordComponent component : record.getRecordComponents()) {
      if (unwrapped(component)) {
        members.putAll(members(component.getType()));
      } else {
        members.put(name(component), of(component));
      }
    }
    return members;
  }

  private Map<String, Object> of(RecordComponent component) {
    Plainly plainly = component.getAnnotation(Plainly.class);
    if (plainly == null) {
      return of(component.getGenericType());
    }
    List<Object> some = new ArrayList<>();
    Arrays.stream(plainly.value()).forEach(name -> some.add(of(containers.get(name))));
    if (component.getType() == Optional.class) {
      some.add(Map.of("type", "null"));
    }
    return Map.of("anyOf", some);
  }

  /** Whether its members stand among those of the record around it. */
  static boolean unwrapped(RecordComponent component) {
    return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
  }

  /** The name of a member, as {@link Json} and the plain form of containers write it. */
  static String name(RecordComponent component) {
    Named named = component.getAnnotation(Named.class);
    return named == null ? NAMES.translate(component.getName()) : named.value();
  }
}
