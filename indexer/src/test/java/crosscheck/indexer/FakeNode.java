package crosscheck.indexer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import crosscheck.spec.Block;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** A node over a recorded chain that answers over HTTP, and misbehaves when it is told to. */
final class FakeNode implements AutoCloseable {

  /** Ways to answer. */
  enum Behaviour {
    HONEST,
    /** Refuses SSZ. */
    JSON_ONLY,
    /** Does not answer by slot. */
    BY_ROOT_ONLY,
    /** Takes questions and never answers. */
    SILENT,
    /** Begins to answer and stops in the middle. */
    STUCK,
    /** Answers without end. */
    ENDLESS,
    /** A web page. */
    WEB_PAGE,
    /** Random bytes with the right content type. */
    JUNK,
    /** Junk in the place of the block. */
    JUNK_BLOCK,
    /** Another block than the one asked for, with its own root. */
    OTHER_BLOCK,
    /** Another block than the one asked for, under the root asked for. */
    OTHER_BLOCK_UNDER_THE_ROOT,
    /** A head slot that is not the block's. */
    WRONG_HEAD_SLOT,
    /** A head it does not have. */
    HEAD_WITHOUT_BLOCK,
    /** A justified slot in the middle of an epoch. */
    ODD_CHECKPOINT,
    /** A finalized checkpoint after the justified one. */
    DISORDER,
    REDIRECT,
    SERVER_ERROR,
    /** Closes connections without an answer. */
    HANGS_UP
  }

  private final Spec spec;
  private final Map<Bytes32, Bytes> blocks = new ConcurrentHashMap<>();
  private final Map<Bytes32, Block> decoded = new ConcurrentHashMap<>();
  private volatile Bytes32 head;
  private volatile long finalizedSlot;
  private volatile Behaviour behaviour = Behaviour.HONEST;
  private volatile CountDownLatch held = new CountDownLatch(1);
  private HttpServer server;
  private ExecutorService threads;
  private int port;

  /** With the block of genesis alone. */
  FakeNode(ReferenceChain chain) {
    this(chain.spec(), chain.genesis());
  }

  /** With the block of genesis alone. */
  FakeNode(Spec spec, State state) {
    this.spec = spec;
    Block genesis = spec.genesisBlock(state);
    put(spec.ssz().encode(genesis));
    head = spec.root(genesis);
    rise();
  }

  /** Lets it know a block, without changing its head. Copies replace each other. */
  Bytes32 put(Bytes ssz) {
    try {
      Block block = spec.decodeBlock(ssz);
      Bytes32 root = spec.root(block);
      blocks.put(root, ssz);
      decoded.put(root, block);
      return root;
    } catch (SszException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets it know blocks; the last one is its head then. */
  void follow(List<ReferenceChain.Entry> entries) {
    for (ReferenceChain.Entry entry : entries) {
      Bytes32 root = put(entry.ssz());
      head = root;
    }
  }

  void head(Bytes32 root) {
    head = root;
  }

  void finalizedSlot(long slot) {
    finalizedSlot = slot;
  }

  void behave(Behaviour now) {
    behaviour = now;
    held.countDown();
    held = new CountDownLatch(1);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** No more connections. */
  void die() {
    held.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** Answers again, at the same address. */
  void rise() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = server.getAddress().getPort();
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  @Override
  public void close() {
    die();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (behaviour) {
        case SILENT -> hold();
        case STUCK -> {
          exchange.getResponseHeaders().set("Content-Type", "application/ssz");
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          hold();
        }
        case ENDLESS -> {
          exchange.getResponseHeaders().set("Content-Type", "application/ssz");
          exchange.sendResponseHeaders(200, 0);
          OutputStream out = exchange.getResponseBody();
          while (behaviour == Behaviour.ENDLESS) {
            out.write(new byte[1 << 16]);
          }
        }
        case WEB_PAGE -> send(exchange, 200, "text/html", "<h1>It works!</h1>".getBytes(UTF_8));
        case JUNK -> send(exchange, 200, "application/ssz", new byte[] {1, 2, 3});
        case REDIRECT -> {
          exchange.getResponseHeaders().set("Location", address() + "/elsewhere");
          send(exchange, 302, "text/plain", new byte[0]);
        }
        case SERVER_ERROR ->
            send(exchange, 500, "text/plain", "Database error: gone".getBytes(UTF_8));
        case HANGS_UP -> exchange.close();
        default -> answer(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hold() throws InterruptedException {
    held.await();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    boolean ssz = "application/ssz".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
    if (ssz && (path.equals("/node/version") || behaviour == Behaviour.JSON_ONLY)) {
      send(exchange, 415, "text/plain", "Response cannot be encoded as SSZ.".getBytes(UTF_8));
    } else if (path.equals("/node/version")) {
      send(exchange, 200, "application/json", "\"Fake/1.0\"".getBytes(UTF_8));
    } else if (path.equals("/beacon/head")) {
      sendHead(exchange, ssz);
    } else if (path.startsWith("/beacon/block?root=")) {
      sendBlock(exchange, ssz, Bytes32.fromHexString(path.substring(path.indexOf('=') + 1)));
    } else if (path.startsWith("/beacon/block?slot=") && behaviour != Behaviour.BY_ROOT_ONLY) {
      sendBlock(exchange, ssz, at(Long.parseUnsignedLong(path.substring(path.indexOf('=') + 1))));
    } else {
      send(exchange, 404, "text/plain", "Request path and/or method not found.".getBytes(UTF_8));
    }
  }

  private void sendHead(HttpExchange exchange, boolean ssz) throws IOException {
    Block block = decoded.get(head);
    long slot = block.slot() + (behaviour == Behaviour.WRONG_HEAD_SLOT ? 1 : 0);
    long justified =
        behaviour == Behaviour.ODD_CHECKPOINT ? 3 : behaviour == Behaviour.DISORDER ? 0 : 8;
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("slot", slot);
    plain.put(
        "block_root",
        behaviour == Behaviour.HEAD_WITHOUT_BLOCK
            ? Bytes32.ZERO.toHexString()
            : head.toHexString());
    plain.put("state_root", block.stateRoot().toHexString());
    plain.put("finalized_slot", behaviour == Behaviour.DISORDER ? 8 : finalizedSlot);
    plain.put("finalized_block_root", Bytes32.ZERO.toHexString());
    plain.put("justified_slot", slot < justified ? 0 : Math.max(justified, finalizedSlot));
    plain.put("justified_block_root", Bytes32.ZERO.toHexString());
    plain.put("previous_justified_slot", 0);
    plain.put("previous_justified_block_root", Bytes32.ZERO.toHexString());
    if (ssz) {
      Bytes bytes = Bytes.EMPTY;
      for (Object value : plain.values()) {
        bytes =
            Bytes.concatenate(
                bytes,
                value instanceof String hex
                    ? Bytes.fromHexString(hex)
                    : Bytes.ofUnsignedLong(((Number) value).longValue()).reverse());
      }
      send(exchange, 200, "application/ssz", bytes.toArrayUnsafe());
    } else {
      send(exchange, 200, "application/json", json(plain));
    }
  }

  private void sendBlock(HttpExchange exchange, boolean ssz, Bytes32 root) throws IOException {
    if (!blocks.containsKey(root)) {
      send(exchange, 404, "text/plain", "Unable to find BeaconBlock".getBytes(UTF_8));
      return;
    }
    Bytes32 served = behaviour == Behaviour.OTHER_BLOCK ? other(root) : root;
    Bytes block =
        switch (behaviour) {
          case JUNK_BLOCK -> Bytes.fromHexString("0x0102030405");
          case OTHER_BLOCK_UNDER_THE_ROOT -> blocks.get(other(root));
          default -> blocks.get(served);
        };
    if (ssz) {
      Bytes offset = Bytes.fromHexString("0x24000000");
      send(
          exchange,
          200,
          "application/ssz",
          Bytes.concatenate(served, offset, block).toArrayUnsafe());
    } else {
      Map<String, Object> plain = new LinkedHashMap<>();
      plain.put("root", served.toHexString());
      plain.put("beacon_block", numbers(spec.ssz().toPlain(decoded.get(served))));
      send(exchange, 200, "application/json", json(plain));
    }
  }

  private Bytes32 other(Bytes32 root) {
    return blocks.keySet().stream().filter(key -> !key.equals(root)).findFirst().orElseThrow();
  }

  private Bytes32 at(long slot) {
    Bytes32 root = head;
    if (slot > decoded.get(root).slot()) {
      return Bytes32.ZERO;
    }
    while (decoded.get(root).slot() > slot) {
      root = decoded.get(root).parentRoot();
    }
    return root;
  }

  /** Integers as numbers, as the nodes of 2019 wrote them. */
  private static Object numbers(Object plain) {
    if (plain instanceof Map<?, ?> map) {
      Map<Object, Object> changed = new LinkedHashMap<>();
      map.forEach((key, value) -> changed.put(key, numbers(value)));
      return changed;
    }
    if (plain instanceof List<?> list) {
      return list.stream().map(FakeNode::numbers).toList();
    }
    return plain instanceof String text && text.matches("[0-9]+") ? new BigInteger(text) : plain;
  }

  private static byte[] json(Object plain) {
    try {
      return new ObjectMapper().writeValueAsBytes(plain);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
