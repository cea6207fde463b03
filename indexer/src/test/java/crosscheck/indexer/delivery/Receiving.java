package crosscheck.indexer.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** A server that webhooks are sent to. It remembers what came, and answers as it is told. */
final class Receiving implements AutoCloseable {

  /** An answer that never comes. */
  static final int HANG = 0;

  /** What came, and how it was answered. */
  record Message(String delivery, String timestamp, String signature, String body, int status) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private volatile IntUnaryOperator answers;

  /**
   * @param answers from the number of a message, from 0, to the status of its answer
   */
  Receiving(IntUnaryOperator answers) {
    this.answers = answers;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int status = answers.applyAsInt(messages.size());
    messages.add(
        new Message(
            exchange.getRequestHeaders().getFirst("X-Crosscheck-Delivery"),
            exchange.getRequestHeaders().getFirst("X-Crosscheck-Timestamp"),
            exchange.getRequestHeaders().getFirst("X-Crosscheck-Signature"),
            body,
            status));
    if (status == HANG) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    } else {
      exchange.sendResponseHeaders(status, -1);
    }
    exchange.close();
  }

  void answer(int status) {
    answers = n -> status;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  List<Message> messages() {
    return List.copyOf(messages);
  }

  /** Deliveries that were taken, in the order they were. */
  List<String> taken() {
    return messages.stream().filter(m -> m.status() / 100 == 2).map(Message::delivery).toList();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
