package crosscheck.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Answers requests as the table of addresses says: what is the same for every address is here. */
final class Serving {

  static final String JSON = "application/json";
  static final String SSZ = "application/octet-stream";

  private final Reader reader;
  private final Optional<ChangeMakers> who;

  /**
   * @param who makes changes; empty: nothing can be changed
   */
  Serving(Reader reader, Optional<ChangeMakers> who) {
    this.reader = reader;
    this.who = who;
  }

  /** Takes requests for an address from now on; not when it changes what cannot be changed. */
  void register(JavalinConfig config, Route route) {
    handler(route)
        .ifPresent(handler -> config.routes.addHttpHandler(route.method(), route.path(), handler));
  }

  private Optional<Handler> handler(Route route) {
    if (route.answer() instanceof Route.Reading reading) {
      return Optional.of(request -> read(request, Given.in(request, route.takes()), reading));
    }
    if (route.answer() instanceof Route.Download download) {
      return Optional.of(request -> send(request, Given.in(request, route.takes()), download));
    }
    if (route.answer() instanceof Route.Sending sending) {
      return Optional.of(
          request -> sending.handling().handle(request, Given.in(request, route.takes())));
    }
    Route.Changing changing = (Route.Changing) route.answer();
    return who.map(
        makers ->
            request -> {
              makers.access().require(request);
              changing.doing().handle(makers, request, Given.in(request, route.takes()));
            });
  }

  private void read(Context request, Given given, Route.Reading reading) {
    if (reading.ssz().isPresent() && prefersSsz(request)) {
      ssz(request, reader.read(handle -> reading.ssz().get().run(handle, given)));
    } else {
      request.json(reader.read(handle -> (Object) reading.query().run(handle, given)));
    }
  }

  private void send(Context request, Given given, Route.Download download) {
    Bytes bytes = reader.read(handle -> download.query().run(handle, given));
    String file = download.file().apply(given);
    request.header("Content-Disposition", "attachment; filename=\"" + file + "\"");
    ssz(request, bytes);
  }

  private static void ssz(Context request, Bytes bytes) {
    request.contentType(SSZ).result(bytes.toArrayUnsafe());
  }

  /** True when SSZ is asked for by name and JSON is not named before it. */
  private static boolean prefersSsz(Context request) {
    String accept = request.header("Accept");
    if (accept == null || !accept.contains(SSZ)) {
      return false;
    }
    int json = accept.indexOf(JSON);
    return json < 0 || accept.indexOf(SSZ) < json;
  }
}
