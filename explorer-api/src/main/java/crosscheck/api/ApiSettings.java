package crosscheck.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and how to serve.
 *
 * @param host address to listen on, e.g. {@code 127.0.0.1}
 * @param port TCP port; 0 for any free one
 * @param maxStreams how many event streams may be open at once; one more gets 503
 * @param webFolder folder to serve the page from while working on it; empty for the built-in one
 */
public record ApiSettings(String host, int port, int maxStreams, Optional<Path> webFolder) {

  /** The built-in page, at most 256 event streams. */
  public static ApiSettings of(String host, int port) {
    return new ApiSettings(host, port, 256, Optional.empty());
  }
}
