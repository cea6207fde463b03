package crosscheck.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Answers requests as the table of addresses says. What is the same for every address is here:
 * which form is wanted, tags and caching, HEAD and OPTIONS, who may read from another origin.
 */
final class Serving {

  /** An answer that can change: ask again, and be told when it is still the same. */
  private static final String ASK_AGAIN = "no-cache";

  /** A year, which is as long as there is. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private static final int TAG_BYTES = 16;

  private final Reader reader;
  private final Optional<ChangeMakers> who;
  private final List<String> origins;

  /**
   * @param who makes changes; empty: nothing can be changed
   * @param origins whose pages may read, as browsers write them; {@code *}: all
   */
  Serving(Reader reader, Optional<ChangeMakers> who, List<String> origins) {
    this.reader = reader;
    this.who = who;
    this.origins = origins;
  }

  /** Takes requests for these addresses from now on; not for changes when nothing can change. */
  void register(JavalinConfig config, List<Route> routes) {
    Map<String, List<HandlerType>> methods = new LinkedHashMap<>();
    for (Route route : routes) {
      if (route.answer() instanceof Route.Changing && who.isEmpty()) {
        continue;
      }
      Handler handler = handler(route);
      List<HandlerType> taken = methods.computeIfAbsent(route.path(), path -> new ArrayList<>());
      config.routes.addHttpHandler(route.method(), route.path(), handler);
      taken.add(route.method());
      if (route.method() == HandlerType.GET) {
        config.routes.addHttpHandler(HandlerType.HEAD, route.path(), handler);
        taken.add(HandlerType.HEAD);
      }
    }
    methods.forEach(
        (path, taken) -> {
          taken.add(HandlerType.OPTIONS);
          String allow = String.join(", ", taken.stream().map(HandlerType::name).toList());
          config.routes.options(path, request -> options(request, allow));
        });
    if (!origins.isEmpty()) {
      config.routes.before(this::allowOrigin);
    }
  }

  private void options(Context request, String allow) {
    request.header("Allow", allow).status(204);
    if (request.res().containsHeader("Access-Control-Allow-Origin")) {
      request
          .header("Access-Control-Allow-Methods", "GET, HEAD")
          .header("Access-Control-Allow-Headers", "If-None-Match, Last-Event-ID")
          .header("Access-Control-Max-Age", "600");
    }
  }

  private void allowOrigin(Context request) {
    String origin = request.header("Origin");
    if (origins.contains("*")) {
      request.header("Access-Control-Allow-Origin", "*");
    } else {
      request.res().addHeader("Vary", "Origin");
      if (origin == null || !origins.contains(origin)) {
        return;
      }
      request.header("Access-Control-Allow-Origin", origin);
    }
    request.header("Access-Control-Expose-Headers", "ETag, Link");
  }

  private Handler handler(Route route) {
    if (route.answer() instanceof Route.Reading reading) {
      return request -> read(request, Given.in(request, route.takes()), reading);
    }
    if (route.answer() instanceof Route.Download download) {
      return request -> send(request, Given.in(request, route.takes()), download);
    }
    if (route.answer() instanceof Route.Sending sending) {
      return request -> {
        Given given = Given.in(request, route.takes());
        request.header("Cache-Control", ASK_AGAIN);
        sending.handling().handle(request, given);
      };
    }
    Route.Changing changing = (Route.Changing) route.answer();
    ChangeMakers makers = who.orElseThrow();
    return request -> {
      makers.access().require(request);
      request.header("Cache-Control", "no-store");
      changing.doing().handle(makers, request, Given.in(request, route.takes()));
    };
  }

  private void read(Context request, Given given, Route.Reading reading) {
    Form form = Form.wanted(request, reading.forms());
    request.res().addHeader("Vary", "Accept");
    if (form == Form.SSZ) {
      Bytes bytes = reader.read(handle -> reading.ssz().orElseThrow().run(handle, given));
      answer(request, given, form, bytes.toArrayUnsafe());
      return;
    }
    Object body = reader.read(handle -> (Object) reading.query().run(handle, given));
    if (form == Form.CSV) {
      nextPage(request, body);
      String csv = Csv.of(reading.type(), (Iterable<?>) ((Json.Body<?>) body).data());
      answer(request, given, form, csv.getBytes(StandardCharsets.UTF_8));
      request.contentType(form.mediaType() + "; charset=utf-8; header=present");
      return;
    }
    answer(
        request, given, form, body instanceof Json.Ready ready ? ready.json() : Json.bytes(body));
  }

  /** CSV has no place for what JSON has in {@code meta}. */
  private static void nextPage(Context request, Object body) {
    if (body instanceof Json.Page<?> page && page.meta().nextCursor().isPresent()) {
      StringBuilder next = new StringBuilder(request.path());
      next.append("?cursor=").append(page.meta().nextCursor().get());
      Optional.ofNullable(request.queryString()).stream()
          .flatMap(query -> Arrays.stream(query.split("&")))
          .filter(part -> !part.isEmpty() && !part.startsWith("cursor="))
          .forEach(part -> next.append('&').append(part));
      request.header("Link", "<" + next + ">; rel=\"next\"");
    }
  }

  private void send(Context request, Given given, Route.Download download) {
    Form.wanted(request, List.of(Form.SSZ));
    Bytes bytes = reader.read(handle -> download.query().run(handle, given));
    String file = download.file().apply(given);
    request.header("Content-Disposition", "attachment; filename=\"" + file + "\"");
    answer(request, given, Form.SSZ, bytes.toArrayUnsafe());
  }

  /** Answers with a body, its tag, and how long it may be kept. */
  static void answer(Context request, Given given, Form form, byte[] body) {
    // Weak: the same answer, packed or not, is as good.
    String tag = "W/\"" + tag(body) + "\"";
    request.header("ETag", tag);
    request.header("Cache-Control", given.settled() ? FOR_EVER : ASK_AGAIN);
    request.header("X-Content-Type-Options", "nosniff");
    if (knows(request.header("If-None-Match"), tag)) {
      request.status(304);
    } else {
      request.contentType(form.mediaType()).result(body);
    }
  }

  /** Whether {@code If-None-Match} names a tag, as weakly as RFC 9110 has it compared. */
  private static boolean knows(String header, String tag) {
    if (header == null) {
      return false;
    }
    return Arrays.stream(header.split(","))
        .map(String::strip)
        .map(known -> known.startsWith("W/") ? known : "W/" + known)
        .anyMatch(known -> known.equals("W/*") || known.equals(tag));
  }

  private static String tag(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
