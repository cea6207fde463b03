package crosscheck.cli;

import crosscheck.api.ApiSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say where the service listens. */
final class ServiceAddress {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "TCP port of the page and the API; 0 takes any free one (default: 8080).")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Address to listen on (default: 127.0.0.1, this machine only).")
  private Optional<String> bind = Optional.empty();

  /** What the command line says, else the file, else the usual. */
  ApiSettings over(RunSettings file) {
    ApiSettings address =
        ApiSettings.of(bind.or(file::bind).orElse("127.0.0.1"), port.or(file::port).orElse(8080))
            .withMostPerSecond(file.mostPerSecond())
            .withCorsOrigins(file.corsOrigins());
    ApiSettings reached = file.webhooks().page().map(address::withAddress).orElse(address);
    return file.token().map(reached::withToken).orElse(reached);
  }

  /** Fails when the service could not listen there; asked first, before anything slow begins. */
  static void requireFree(ApiSettings settings) {
    int port = settings.port();
    if (port < 0 || port > 65_535) {
      throw new UsageException("--port: expected a number from 0 to 65535, got " + port);
    }
    InetAddress address;
    try {
      address = InetAddress.getByName(settings.host());
    } catch (UnknownHostException e) {
      throw new UsageException("--bind: there is no address \"" + settings.host() + "\"", e);
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw taken(settings, e);
    }
  }

  static UsageException taken(ApiSettings settings, Exception e) {
    return new UsageException(
        "cannot listen on %s port %d (%s): choose another with --port"
            .formatted(settings.host(), settings.port(), e.getMessage()),
        e);
  }
}
