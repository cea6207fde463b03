package crosscheck.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import picocli.CommandLine.Option;

/** The options that say where the service listens. */
final class ServiceAddress {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "TCP port of the page and the API; 0 takes any free one (default: 8080).")
  private int port = 8080;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Address to listen on (default: 127.0.0.1, this machine only).")
  private String bind = "127.0.0.1";

  int port() {
    return port;
  }

  String bind() {
    return bind;
  }

  /** Fails when the service could not listen there; asked first, before anything slow begins. */
  void requireFree() {
    if (port < 0 || port > 65_535) {
      throw new UsageException("--port: expected a number from 0 to 65535, got " + port);
    }
    InetAddress address;
    try {
      address = InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new UsageException("--bind: there is no address \"" + bind + "\"", e);
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw taken(e);
    }
  }

  UsageException taken(Exception e) {
    return new UsageException(
        "cannot listen on %s port %d (%s): choose another with --port"
            .formatted(bind, port, e.getMessage()),
        e);
  }
}
