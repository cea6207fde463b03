package crosscheck.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * The forms in which blocks may be pushed. SSZ is taken as it is, whatever it is: that it does not
 * decode is a verdict. JSON that is no block has no bytes to judge, and is refused.
 */
final class PushedBlocks {

  static final int MOST_IN_BATCH = 256;

  private static final String SSZ = "application/octet-stream";
  private static final String JSON = "application/json";
  private static final int MOST_BATCH_BYTES = 16 << 20;

  /** Integers of the 2019 nodes are JSON numbers up to 2^64 - 1. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Spec spec;
  private final int mostBytes;

  /**
   * @param mostBytes the most bytes a block may have
   */
  PushedBlocks(Spec spec, int mostBytes) {
    this.spec = spec;
    this.mostBytes = mostBytes;
  }

  /**
   * The one block of a request: its SSZ, or JSON in Beacon API form.
   *
   * @throws ApiException 400, 413 or 415
   */
  Bytes one(Context request) {
    if (RequestBody.type(request, SSZ, JSON).equals(SSZ)) {
      byte[] body = RequestBody.bytes(request, mostBytes);
      if (body.length == 0) {
        throw ApiException.badRequest("The body is empty: it must be the SSZ of a block.");
      }
      return Bytes.wrap(body);
    }
    return ofJson(parse(request, 4 * mostBytes), "The body");
  }

  /**
   * The blocks of a request: each as its length (4 bytes, little-endian) and SSZ, or a JSON list of
   * 0x-hex of SSZ, or of blocks in Beacon API form.
   *
   * @throws ApiException 400, 413 or 415
   */
  List<Bytes> batch(Context request) {
    List<Bytes> blocks =
        RequestBody.type(request, SSZ, JSON).equals(SSZ)
            ? prefixed(RequestBody.bytes(request, MOST_BATCH_BYTES))
            : listed(parse(request, MOST_BATCH_BYTES));
    if (blocks.isEmpty()) {
      throw ApiException.badRequest("There is no block in the body.");
    }
    return blocks;
  }

  private List<Bytes> prefixed(byte[] body) {
    ByteBuffer rest = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    List<Bytes> blocks = new ArrayList<>();
    while (rest.hasRemaining()) {
      requireRoom(blocks);
      String which = "Block " + blocks.size() + " (from 0)";
      int at = rest.position();
      long length = rest.remaining() < 4 ? -1 : Integer.toUnsignedLong(rest.getInt());
      if (length < 0 || length > rest.remaining()) {
        throw ApiException.badRequest(
            which + ", at byte " + at + ", is cut off: 4 bytes of length, then as many of SSZ.");
      }
      if (length == 0 || length > mostBytes) {
        throw ApiException.badRequest(
            which + " must have 1 to " + mostBytes + " bytes; it has " + length + ".");
      }
      blocks.add(Bytes.wrap(body, rest.position(), (int) length).copy());
      rest.position(rest.position() + (int) length);
    }
    return blocks;
  }

  private List<Bytes> listed(Object json) {
    if (!(json instanceof List<?> list)) {
      throw ApiException.badRequest("The body must be a JSON list of blocks.");
    }
    List<Bytes> blocks = new ArrayList<>();
    for (Object each : list) {
      requireRoom(blocks);
      String which = "Block " + blocks.size() + " (from 0)";
      blocks.add(each instanceof String hex ? ofHex(hex, which) : ofJson(each, which));
    }
    return blocks;
  }

  private static void requireRoom(List<Bytes> blocks) {
    if (blocks.size() == MOST_IN_BATCH) {
      throw ApiException.tooLarge("A batch may have " + MOST_IN_BATCH + " blocks at most.");
    }
  }

  private Bytes ofHex(String hex, String which) {
    if (!hex.startsWith("0x") || hex.length() % 2 != 0 || hex.length() < 4) {
      throw ApiException.badRequest(which + " must be 0x and an even number of hex digits.");
    }
    if (hex.length() / 2 - 1 > mostBytes) {
      throw ApiException.badRequest(which + " may have " + mostBytes + " bytes at most.");
    }
    try {
      return Bytes.fromHexString(hex);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(which + " must be 0x and hex digits.");
    }
  }

  private Bytes ofJson(Object plain, String which) {
    try {
      return spec.ssz().encode(spec.ssz().fromPlain(spec.containers().get("BeaconBlock"), plain));
    } catch (SszException e) {
      throw ApiException.badRequest(
          which + " is not a BeaconBlock in JSON: " + e.getMessage() + ".");
    }
  }

  private static Object parse(Context request, int most) {
    byte[] body = RequestBody.bytes(request, most);
    try {
      return MAPPER.readValue(body, new TypeReference<Object>() {});
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("The body is not JSON: " + where(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String where(JsonProcessingException e) {
    String at =
        e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    return e.getOriginalMessage() + at + ".";
  }
}
