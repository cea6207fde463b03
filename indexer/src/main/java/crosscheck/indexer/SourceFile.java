package crosscheck.indexer;

import java.time.Instant;

/**
 * A file as it was when it was read.
 *
 * @param path relative to the source's directory
 * @param sizeBytes its size
 * @param modifiedAt its modification time, to the microsecond
 */
public record SourceFile(String path, long sizeBytes, Instant modifiedAt) {}
