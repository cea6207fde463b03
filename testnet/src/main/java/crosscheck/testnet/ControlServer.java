package crosscheck.testnet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a running network is told to go wrong, over HTTP on loopback: {@code GET /faults}, {@code
 * POST /faults} with a fault as in a plan (YAML or JSON), {@code DELETE /faults/{id}}, and {@code
 * GET /nodes}. {@code docs/testnet.md} describes it.
 */
public final class ControlServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  private static final int MOST_BYTES = 1 << 16;

  private final Network network;
  private final HttpServer server;
  private final ExecutorService threads;

  /** An answer: a status, and what becomes JSON. */
  private record Answer(int status, Object plain) {

    static Answer refused(int status, String why) {
      return new Answer(status, Map.of("code", status, "message", why));
    }
  }

  /**
   * Serves at once.
   *
   * @param port 0 for any that is free
   * @throws IOException when the port is taken
   */
  public ControlServer(Network network, int port) throws IOException {
    this.network = network;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    this.threads =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "testnet control");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI address() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = fromElsewhere(exchange) ? forbidden() : answer(exchange);
      } catch (SettingsException e) {
        answer = Answer.refused(400, e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("{} failed", exchange.getRequestURI(), e);
        answer = Answer.refused(500, e.toString());
      }
      byte[] body = PlainJson.of(answer.plain()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** A page of some site, opened in a browser on this machine, has no business here. */
  private static boolean fromElsewhere(HttpExchange exchange) {
    return exchange.getRequestHeaders().containsKey("Origin");
  }

  private static Answer forbidden() {
    return Answer.refused(403, "requests of web pages are not answered");
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/faults")) {
      return switch (method) {
        case "GET" -> new Answer(200, Map.of("data", faults()));
        case "POST" -> added(exchange);
        default -> Answer.refused(405, "/faults knows GET and POST");
      };
    }
    if (path.matches("/faults/[0-9]{1,9}")) {
      int id = Integer.parseInt(path.substring("/faults/".length()));
      return method.equals("DELETE")
          ? ended(id)
          : Answer.refused(405, "a single fault knows DELETE alone");
    }
    if (path.equals("/nodes") && method.equals("GET")) {
      return new Answer(200, Map.of("data", nodes()));
    }
    return Answer.refused(
        404, "there are GET /nodes, GET /faults, POST /faults and DELETE /faults/{id}");
  }

  private Answer added(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      return Answer.refused(413, "a fault has at most %d bytes".formatted(MOST_BYTES));
    }
    Value value = Value.parse("body", new String(body, StandardCharsets.UTF_8));
    Fault fault = FaultKinds.read(value, network.plan().scale());
    return new Answer(201, Map.of("data", shown(network.add(fault))));
  }

  private Answer ended(int id) {
    return network.endFault(id)
        ? new Answer(200, Map.of("data", faults()))
        : Answer.refused(404, "there is no fault " + id);
  }

  private List<Object> faults() {
    return network.faults().stream().map(ControlServer::shown).toList();
  }

  private static Object shown(ActiveFault active) {
    Map<String, Object> shown = new LinkedHashMap<>();
    Fault fault = active.fault();
    shown.put("id", active.id());
    shown.put("kind", fault.kind());
    shown.put("description", fault.description());
    shown.put("state", active.state().name().toLowerCase(Locale.ROOT));
    shown.put("at", fault.window().from().toString());
    fault.window().until().ifPresent(until -> shown.put("until", until.toString()));
    fault.window().times().ifPresent(times -> shown.put("times", times));
    fault.target().nodes().ifPresent(nodes -> shown.put("nodes", nodes.stream().sorted().toList()));
    fault
        .target()
        .validators()
        .ifPresent(v -> shown.put("validators", v.stream().boxed().toList()));
    shown.put("strikes", active.strikes());
    return shown;
  }

  private List<Object> nodes() {
    return network.statuses().stream().map(ControlServer::shown).toList();
  }

  private static Object shown(NodeStatus status) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", status.name());
    shown.put("up", status.up());
    shown.put("head", status.head().toHexString());
    shown.put("head_slot", status.headSlot());
    shown.put("justified_epoch", status.justified().epoch());
    shown.put("finalized_epoch", status.finalized().epoch());
    return shown;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
