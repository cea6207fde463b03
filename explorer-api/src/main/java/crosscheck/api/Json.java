package crosscheck.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.javalin.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/**
 * How values look in JSON, following the Beacon API: snake_case names, {@code long} as a decimal
 * string (JavaScript cannot hold one), {@code int} as a number, bytes as 0x-hex, times in ISO 8601
 * UTC, an empty {@code Optional} as null.
 */
final class Json implements JsonMapper {

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .registerModule(new Jdk8Module())
          .registerModule(
              new SimpleModule()
                  .addSerializer(Long.class, ToStringSerializer.instance)
                  .addSerializer(Long.TYPE, ToStringSerializer.instance)
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(Bytes.class, new HexSerializer()));

  /** A successful answer, whatever stands beside the data. */
  interface Body<T> {
    T data();
  }

  /** A successful answer without paging. */
  record Data<T>(T data) implements Body<T> {}

  /** A page of a list. */
  record Page<T>(T data, Meta meta) implements Body<T> {

    /**
     * A page of what was asked for with one entry more than the page has.
     *
     * @param cursor of an entry: where the page ends that has it last
     */
    static <E> Page<List<E>> of(List<E> found, int limit, Function<E, String> cursor) {
      if (found.size() <= limit) {
        return new Page<>(found, new Meta(Optional.empty()));
      }
      return new Page<>(
          found.subList(0, limit), new Meta(Optional.of(cursor.apply(found.get(limit - 1)))));
    }
  }

  /**
   * @param nextCursor value of {@code cursor} for the next page; empty at the end
   */
  record Meta(Optional<String> nextCursor) {}

  /** A whole answer, written already. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Ready(byte[] json) {}

  /** Every answer that is not 2xx. */
  record Problem(int code, String message) {}

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** UTF-8. */
  static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses JSON that the database holds. */
  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value as a tree. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  @Override
  public String toJsonString(Object value, Type type) {
    return text(value);
  }

  private static final class HexSerializer extends JsonSerializer<Bytes> {
    @Override
    public void serialize(Bytes value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toHexString());
    }
  }
}
