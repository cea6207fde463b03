package crosscheck.api;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where and how to serve.
 *
 * @param host address to listen on, e.g. {@code 127.0.0.1}
 * @param port TCP port; 0 for any free one
 * @param maxStreams how many event streams may be open at once; one more gets 503
 * @param webFolder folder to serve the page from while working on it; empty for the built-in one
 * @param token what everybody must show who changes something; empty: whoever is on this machine
 *     may, when {@code host} is a loopback address, else nobody
 * @param mostPerSecond how many blocks and other changes a client may send a second
 * @param corsOrigins whose pages may read, as browsers write an origin ({@code
 *     https://example.org:8443}); {@code *}: those of everybody; empty: no page of another origin
 * @param address where others reach the page, for links; empty: not known
 * @param healthOnly whether only the health of the service is served, and nothing can be changed
 */
public record ApiSettings(
    String host,
    int port,
    int maxStreams,
    Optional<Path> webFolder,
    Optional<String> token,
    int mostPerSecond,
    List<String> corsOrigins,
    Optional<URI> address,
    boolean healthOnly) {

  /** How many changes a second a client may ask for unless something else is said. */
  public static final int USUAL_MOST_PER_SECOND = 500;

  /** The built-in page, at most 256 event streams, no token. */
  public static ApiSettings of(String host, int port) {
    return new ApiSettings(
        host,
        port,
        256,
        Optional.empty(),
        Optional.empty(),
        USUAL_MOST_PER_SECOND,
        List.of(),
        Optional.empty(),
        false);
  }

  public ApiSettings withMaxStreams(int most) {
    return new ApiSettings(
        host, port, most, webFolder, token, mostPerSecond, corsOrigins, address, healthOnly);
  }

  public ApiSettings withToken(String secret) {
    return new ApiSettings(
        host,
        port,
        maxStreams,
        webFolder,
        Optional.of(secret),
        mostPerSecond,
        corsOrigins,
        address,
        healthOnly);
  }

  public ApiSettings withMostPerSecond(int most) {
    return new ApiSettings(
        host, port, maxStreams, webFolder, token, most, corsOrigins, address, healthOnly);
  }

  public ApiSettings withCorsOrigins(List<String> origins) {
    return new ApiSettings(
        host,
        port,
        maxStreams,
        webFolder,
        token,
        mostPerSecond,
        List.copyOf(origins),
        address,
        healthOnly);
  }

  public ApiSettings withAddress(URI reached) {
    return new ApiSettings(
        host,
        port,
        maxStreams,
        webFolder,
        token,
        mostPerSecond,
        corsOrigins,
        Optional.of(reached),
        healthOnly);
  }

  public ApiSettings withHealthOnly() {
    return new ApiSettings(
        host, port, maxStreams, webFolder, token, mostPerSecond, corsOrigins, address, true);
  }
}
