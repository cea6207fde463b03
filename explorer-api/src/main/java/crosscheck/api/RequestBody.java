package crosscheck.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** The body of a request: of a stated type, and of bounded size. */
final class RequestBody {

  private RequestBody() {}

  /**
   * The media type of the body, one of those. All are types that a browser sends to another origin
   * only when that has allowed it.
   *
   * @throws ApiException 415 when it is none of those
   */
  static String type(Context request, String... types) {
    String given = request.contentType() == null ? "" : request.contentType();
    String type = given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!List.of(types).contains(type)) {
      throw ApiException.unsupportedType(
          "Send this with Content-Type: " + String.join(" or ", types) + ".");
    }
    return type;
  }

  /**
   * The bytes.
   *
   * @throws ApiException 413 when there are more than {@code most}, 400 when they end early
   */
  static byte[] bytes(Context request, int most) {
    if (request.header("Content-Encoding") != null) {
      throw ApiException.unsupportedType("Send this without Content-Encoding.");
    }
    if (request.req().getContentLengthLong() > most) {
      throw tooLarge(most);
    }
    try (InputStream in = request.req().getInputStream()) {
      byte[] body = in.readNBytes(most + 1);
      if (body.length > most) {
        throw tooLarge(most);
      }
      return body;
    } catch (IOException e) {
      throw ApiException.badRequest("The request ended before its body was complete.");
    }
  }

  private static ApiException tooLarge(int most) {
    return ApiException.tooLarge("The body may have " + most + " bytes at most.");
  }
}
