package crosscheck.testnet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Phase0;
import crosscheck.ssz.SszException;
import crosscheck.ssz.SszTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP interface of a node, on loopback: that of Lighthouse in September 2019, as far as it
 * shows the chain. {@code docs/node-interfaces.md} describes it.
 */
final class NodeServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NodeServer.class);

  /** Bytes of a root and of the offset behind it: where the variable part begins. */
  private static final int ROOT_AND_OFFSET = 36;

  private final Phase0 spec;
  private final ServedChain chain;
  private final HttpServer server;
  private final ExecutorService threads;

  /** An answer in both forms; no SSZ where the interface has none. */
  private record Answer(Optional<Supplier<Bytes>> ssz, Supplier<Object> plain) {

    static Answer of(Supplier<Bytes> ssz, Supplier<Object> plain) {
      return new Answer(Optional.of(ssz), plain);
    }
  }

  /** A request that is answered with an error. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  /**
   * Serves at once.
   *
   * @param port 0 for any that is free
   */
  NodeServer(String node, Phase0 spec, ServedChain chain, int port) throws IOException {
    this.spec = spec;
    this.chain = chain;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    this.threads =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "http of " + node);
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!chain.up()) {
        return; // a node that is not there: the connection ends without an answer
      }
      try {
        if (!exchange.getRequestMethod().equals("GET")) {
          throw new RefusedException(404, "Request path and/or method not found.");
        }
        URI uri = exchange.getRequestURI();
        send(exchange, answer(uri.getPath(), parameters(uri.getRawQuery())));
      } catch (RefusedException e) {
        send(exchange, e.status, "text/plain; charset=utf-8", utf8(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("{} failed", exchange.getRequestURI(), e);
        send(exchange, 500, "text/plain; charset=utf-8", utf8(e.toString()));
      }
    }
  }

  private Answer answer(String path, Map<String, String> parameters) throws RefusedException {
    return switch (path) {
      case "/node/version" -> new Answer(Optional.empty(), () -> "Crosscheck/testnet");
      case "/node/genesis_time" -> uint64(chain.genesis().genesisTime());
      case "/beacon/head" -> container(chain.headAnswer());
      case "/beacon/block" -> block(blockAsked(parameters));
      case "/beacon/block_root" -> root(at(slot(parameters)).root());
      case "/beacon/fork" -> container(chain.headState().fork());
      case "/beacon/state" -> state(stateRootAsked(parameters));
      case "/beacon/state_root" -> root(at(slot(parameters)).stateRoot());
      case "/beacon/state/current_finalized_checkpoint" ->
          container(chain.headState().finalizedCheckpoint());
      case "/beacon/state/genesis" -> container(chain.genesis());
      default -> throw new RefusedException(404, "Request path and/or method not found.");
    };
  }

  /** The first of {@code root} and {@code slot} decides. */
  private ServedChain.Stored blockAsked(Map<String, String> parameters) throws RefusedException {
    if (first(parameters).equals("slot")) {
      return at(slot(parameters));
    }
    Bytes32 root = root(parameters);
    return chain
        .block(root)
        .orElseThrow(
            () -> new RefusedException(404, "Unable to find BeaconBlock for root " + root));
  }

  private Bytes32 stateRootAsked(Map<String, String> parameters) throws RefusedException {
    if (parameters.isEmpty()) {
      return chain.head().stateRoot();
    }
    return first(parameters).equals("slot") ? stateRootAt(slot(parameters)) : root(parameters);
  }

  /** Only of slots with a block: the states between were never kept. */
  private Bytes32 stateRootAt(long slot) throws RefusedException {
    ServedChain.Stored block = at(slot);
    if (block.slot() != slot) {
      throw new RefusedException(
          404, "Unable to find state at slot " + Long.toUnsignedString(slot));
    }
    return block.stateRoot();
  }

  private ServedChain.Stored at(long slot) throws RefusedException {
    return chain
        .blockAt(slot)
        .orElseThrow(
            () ->
                new RefusedException(
                    404, "Unable to find BeaconBlock for slot " + Long.toUnsignedString(slot)));
  }

  private static String first(Map<String, String> parameters) throws RefusedException {
    return parameters.keySet().stream()
        .filter(key -> key.equals("root") || key.equals("slot"))
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    400, "URL query must contain at least one of the keys root and slot"));
  }

  private static long slot(Map<String, String> parameters) throws RefusedException {
    try {
      return Long.parseUnsignedLong(parameters.getOrDefault("slot", ""));
    } catch (NumberFormatException e) {
      throw new RefusedException(400, "Unable to parse slot: " + parameters.get("slot"));
    }
  }

  private static Bytes32 root(Map<String, String> parameters) throws RefusedException {
    String root = parameters.getOrDefault("root", "");
    if (!root.matches("0x[0-9a-fA-F]{64}")) {
      throw new RefusedException(400, "Unable to parse root: " + root);
    }
    return Bytes32.fromHexString(root);
  }

  private Answer container(Object container) {
    return Answer.of(() -> spec.ssz().encode(container), () -> spec.ssz().toPlain(container));
  }

  private static Answer uint64(long value) {
    return Answer.of(() -> SszTypes.uint64().encode(value), () -> SszTypes.uint64().toPlain(value));
  }

  private static Answer root(Bytes32 root) {
    return Answer.of(() -> root, () -> SszTypes.bytes32().toPlain(root));
  }

  private Answer block(ServedChain.Stored block) {
    return withRoot(block.root(), "beacon_block", block::ssz, () -> decoded(block.ssz()));
  }

  private BeaconBlock decoded(Bytes ssz) {
    try {
      return spec.decodeBlock(ssz);
    } catch (SszException e) {
      throw new IllegalStateException("an accepted block", e);
    }
  }

  private Answer state(Bytes32 root) throws RefusedException {
    BeaconState state =
        chain
            .state(root)
            .orElseThrow(() -> new RefusedException(404, "No state for root: " + root));
    return withRoot(root, "beacon_state", () -> spec.ssz().encode(state), () -> state);
  }

  /** A container of a root and something of variable size. */
  private Answer withRoot(
      Bytes32 root, String name, Supplier<Bytes> ssz, Supplier<Object> container) {
    return Answer.of(
        () -> Bytes.concatenate(root, SszTypes.uint32().encode(ROOT_AND_OFFSET), ssz.get()),
        () -> {
          Map<String, Object> plain = new LinkedHashMap<>();
          plain.put("root", SszTypes.bytes32().toPlain(root));
          plain.put(name, spec.ssz().toPlain(container.get()));
          return plain;
        });
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return parameters;
  }

  /** The form asked for stands in the request's own content type. */
  private static void send(HttpExchange exchange, Answer answer)
      throws IOException, RefusedException {
    String wanted =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    if (wanted.startsWith("application/ssz")) {
      Supplier<Bytes> ssz =
          answer
              .ssz()
              .orElseThrow(() -> new RefusedException(415, "Response cannot be encoded as SSZ."));
      send(exchange, 200, "application/ssz", ssz.get().toArrayUnsafe());
    } else if (wanted.startsWith("text/") || wanted.startsWith("application/yaml")) {
      throw new RefusedException(415, "Response cannot be encoded as " + wanted);
    } else {
      send(exchange, 200, "application/json", utf8(PlainJson.of(answer.plain().get())));
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Ends at once: requests under way are cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
