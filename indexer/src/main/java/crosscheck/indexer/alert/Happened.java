package crosscheck.indexer.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/** A row of {@code events}, as rules read it. */
record Happened(long id, String type, OptionalLong inputId, JsonNode payload) {

  /** A member of the payload as text; empty text when it is null or not there. */
  String text(String name) {
    return payload.path(name).asText("");
  }
}
