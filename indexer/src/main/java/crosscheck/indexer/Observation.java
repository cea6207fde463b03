package crosscheck.indexer;

import java.time.Instant;
import java.util.Optional;

/**
 * Who saw an input, and when.
 *
 * @param source name of the source, e.g. {@code directory:/data/blocks}
 * @param node name of the node the input came from; empty when the source is not tied to one
 * @param time when the source saw it
 */
public record Observation(String source, Optional<String> node, Instant time) {}
