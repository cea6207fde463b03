package crosscheck.indexer.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Values of ours in the form that columns take. */
public final class Columns {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Columns() {}

  /** For {@code timestamptz}, which has microseconds. */
  public static OffsetDateTime at(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /** For {@code uint64}. */
  public static BigDecimal unsigned(long uint64) {
    return new BigDecimal(Long.toUnsignedString(uint64));
  }

  /**
   * For {@code jsonb}.
   *
   * @param plain maps, lists, strings, numbers, booleans
   */
  public static String json(Object plain) {
    try {
      return JSON.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values have a JSON form", e);
    }
  }
}
