package crosscheck.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The line between a browser and a server, with an address of its own. When it is cut nothing
 * listens there and what was under way breaks off, as when the server is killed; mended, it is at
 * the same address again.
 */
final class Line implements AutoCloseable {

  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private ServerSocket listening;
  private Thread accepting;
  private int port;

  /**
   * @param server port of the server on this machine
   */
  Line(int server) {
    mend(server);
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Nothing comes through from now on. */
  void cut() {
    closeQuietly(listening);
    try {
      // The port is free when nobody waits on it any more.
      accepting.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    ends.forEach(Line::closeQuietly);
    ends.clear();
  }

  /** That server can be reached from now on, and no other. */
  void mend(int server) {
    try {
      ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      port = socket.getLocalPort();
      listening = socket;
      accepting = begin(() -> accept(socket, server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket, int server) throws IOException {
    while (true) {
      Socket browser = socket.accept();
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
      ends.add(browser);
      ends.add(behind);
      begin(() -> pass(browser, behind));
      begin(() -> pass(behind, browser));
    }
  }

  private void pass(Socket from, Socket to) throws IOException {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } finally {
      ends.remove(from);
      ends.remove(to);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Thread begin(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of the ends was closed: this is how each line ends.
              }
            },
            "line");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void closeQuietly(AutoCloseable end) {
    try {
      end.close();
    } catch (Exception e) {
      // It is closed already.
    }
  }

  @Override
  public void close() {
    cut();
  }
}
