package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened; {@code db/README.md} lists the types and their payloads.
 *
 * @param id order; gaps mean nothing
 * @param inputId the input it is about
 */
record Event(long id, String type, Instant happenedAt, Optional<Long> inputId, JsonNode payload) {}
