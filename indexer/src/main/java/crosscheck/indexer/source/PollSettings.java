package crosscheck.indexer.source;

import java.net.URI;
import java.time.Duration;

/**
 * Which node a {@link PollSource} asks, and how.
 *
 * @param node its name
 * @param url where the paths of its interface begin, e.g. {@code http://127.0.0.1:5052}
 * @param every time between two looks at its head
 * @param timeout for connecting, and for each whole answer
 */
record PollSettings(String node, URI url, Duration every, Duration timeout) {}
