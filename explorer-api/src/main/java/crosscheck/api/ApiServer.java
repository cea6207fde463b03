package crosscheck.api;

import crosscheck.spec.Spec;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.HttpResponseException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The explorer's server: REST under {@code /api/v1}, the event stream, the page. It reads the
 * database; what it is asked to change is done by the {@link Changes} it is given. Any number of
 * servers may run beside one indexer, in its process or in another.
 *
 * <pre>{@code
 * try (ApiServer server = new ApiServer(jdbi, spec, ApiSettings.of("127.0.0.1", 8080))) {
 *   server.start();
 *   System.out.println("http://127.0.0.1:" + server.port());
 *   …
 * }
 * }</pre>
 *
 * {@code jdbi} must hand out connections that time out soon (a few seconds) when the database is
 * away: every request waits for one. One connection is held all the time, to listen for events. The
 * tables need not exist yet: until the indexer has started, answers are 503 with that reason.
 * {@code spec} is the version and configuration that judges; it decodes blocks and lists the
 * checks.
 */
public final class ApiServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  private static final String JSON = "application/json";
  private static final Pattern NO_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private final ApiSettings settings;
  private final EventFeed feed;
  private final Routes routes;
  private final Javalin javalin;

  /** For reading alone. Nothing is opened before {@link #start}. */
  public ApiServer(Jdbi jdbi, Spec spec, ApiSettings settings) {
    this(jdbi, spec, settings, Clock.systemUTC(), Optional.empty());
  }

  /**
   * Nothing is opened before {@link #start}.
   *
   * @param clock what slot it is
   * @param changes who does what requests may change; empty: it can only be read
   */
  public ApiServer(
      Jdbi jdbi, Spec spec, ApiSettings settings, Clock clock, Optional<Changes> changes) {
    this.settings = settings;
    Reader reader = new Reader(jdbi);
    Readers readers = new Readers(spec, clock);
    this.feed = new EventFeed(jdbi, reader, readers.events);
    EventStream stream = new EventStream(feed, settings.maxStreams());
    Metrics metrics = new Metrics(reader, new Readings(readers.chain), stream::count);
    WebPage page = new WebPage(settings.webFolder());
    this.routes = new Routes(spec, readers, reader, stream, metrics, settings.address());
    Serving serving =
        new Serving(
            reader,
            changes.map(who -> makers(who, spec, reader, readers.blocks)),
            settings.corsOrigins());
    this.javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.http.generateEtags = true;
              config.http.prefer405over404 = true;
              config.jsonMapper(new Json());
              config.routes.before(ApiServer::requireUri);
              if (settings.healthOnly()) {
                routes.registerHealth(config, serving);
              } else {
                page.register(config);
                routes.register(config, serving, page);
              }
              answerFaults(config, page);
            });
  }

  private ChangeMakers makers(Changes who, Spec spec, Reader reader, Blocks blocks) {
    RateLimit rate = new RateLimit(settings.mostPerSecond(), System::nanoTime);
    PushedBlocks forms = new PushedBlocks(spec, who.intake().mostBytes());
    return new ChangeMakers(
        new Access(settings, rate),
        reader,
        new Push(who.intake(), forms, reader, blocks, feed, rate),
        who.sources(),
        who.acknowledgements(),
        who.exercises());
  }

  /**
   * Begins to serve.
   *
   * @throws io.javalin.util.JavalinBindException when the port is taken
   */
  public void start() {
    javalin.start(settings.host(), settings.port());
    if (!settings.healthOnly()) {
      feed.start();
    }
    LOG.info("serving on http://{}:{}", settings.host(), port());
  }

  /** The port, once started: the one asked for, or the one that was free. */
  public int port() {
    return javalin.port();
  }

  /** Ends the streams, then the server. Harmless when it was never started. */
  public void stop() {
    feed.close();
    javalin.stop();
  }

  @Override
  public void close() {
    stop();
  }

  /** Paths of the API that can be read. */
  List<String> paths() {
    return routes.paths();
  }

  /** The addresses of the API, as the manual must list them. */
  List<Route> addresses() {
    return routes.all();
  }

  /** Refuses what Jetty lets pass and Javalin cannot decode: {@code %u0041}, for one. */
  private static void requireUri(Context request) {
    if (NO_ESCAPE.matcher(request.req().getRequestURI()).find()) {
      throw ApiException.badRequest(meaning(400));
    }
  }

  private static void answerFaults(JavalinConfig config, WebPage page) {
    on(config, ApiException.class, (e, request) -> answer(request, e));
    on(
        config,
        HttpResponseException.class,
        (e, request) -> {
          boolean view = !ofTheApi(request.path()) && acceptsHtml(request);
          if (e.getStatus() == 404 && view) {
            page.view(request.status(404));
          } else {
            // Javalin knows the methods of an address that refuses another one.
            Optional.ofNullable(e.getDetails().get("availableMethods"))
                .ifPresent(methods -> request.header("Allow", methods));
            problem(request, e.getStatus(), meaning(e.getStatus()));
          }
        });
    on(
        config,
        Exception.class,
        (e, request) -> {
          LOG.error("{} {} failed", request.method(), request.path(), e);
          problem(request, 500, "This is a fault of ours; the log of the server says more.");
        });
    // What the server below refuses (an address that is no URI, for one) never comes to a route.
    config.jetty.modifyServer(server -> server.setErrorHandler(ApiServer::refuse));
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(ApiServer::refuse));
  }

  /**
   * What fails once Jetty has taken the request back has nobody to be told: the client of a stream
   * has left, and what Javalin does after the stream finds nothing. A handler that fails then is
   * called again for its own fault, without end.
   */
  private static <E extends Exception> void on(
      JavalinConfig config, Class<E> fault, ExceptionHandler<E> handler) {
    config.routes.exception(
        fault,
        (e, request) -> {
          if (isThere(request)) {
            handler.handle(e, request);
          }
        });
  }

  private static boolean isThere(Context request) {
    try {
      return request.req().getRequestURI() != null;
    } catch (NullPointerException | IllegalStateException e) {
      return false;
    }
  }

  private static boolean refuse(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 500 : response.getStatus();
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
    Content.Sink.write(
        response, true, Json.text(new Json.Problem(status, meaning(status))), callback);
    return true;
  }

  private static boolean ofTheApi(String path) {
    return path.startsWith("/api/") || path.startsWith("/eth/");
  }

  private static boolean acceptsHtml(Context request) {
    String accept = request.header("Accept");
    return accept != null && accept.contains("text/html");
  }

  private static void answer(Context request, ApiException e) {
    if (e.status() == 503) {
      request.header("Retry-After", "1");
    }
    problem(request, e.status(), e.getMessage());
  }

  private static void problem(Context request, int status, String message) {
    request.header("Cache-Control", "no-store");
    request.status(status).json(new Json.Problem(status, message));
  }

  private static String meaning(int status) {
    return switch (status) {
      case 404 ->
          "There is nothing at this address. " + Routes.API + " lists the addresses of the API.";
      case 400 -> "The address is not a URI that can be read.";
      case 405 -> "This address does not take that method.";
      default -> "The request cannot be answered (HTTP " + status + ").";
    };
  }
}
