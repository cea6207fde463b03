package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;

/** What happened, in a line for people. */
final class TimelineWords {

  private TimelineWords() {}

  static String of(String type, JsonNode payload) {
    return switch (type) {
      case "exercise_started" ->
          "exercise %s begins: %s".formatted(text(payload, "exercise"), text(payload, "name"));
      case "goal_passed" -> "passed: " + subject(payload) + text(payload, "words");
      case "goal_failed" ->
          "failed: %s%s: %s"
              .formatted(subject(payload), text(payload, "words"), text(payload, "reason"));
      case "exercise_ended" ->
          "exercise ends: %s, %s passed, %s failed"
              .formatted(text(payload, "state"), text(payload, "passed"), text(payload, "failed"));
      case "finalized_changed" -> "epoch %s is final".formatted(text(payload, "epoch"));
      case "fork_created" ->
          "fork %s leaves slot %s".formatted(text(payload, "fork_id"), text(payload, "base_slot"));
      case "reorg" ->
          "%s leaves its branch, %s slots deep"
              .formatted(
                  payload.hasNonNull("node") ? text(payload, "node") : "our head",
                  text(payload, "depth_slots"));
      case "node_disagrees" ->
          "%s finds a block %s, and we %s"
              .formatted(
                  payload.hasNonNull("node") ? text(payload, "node") : "a source",
                  brief(text(payload, "theirs")),
                  brief(text(payload, "ours")));
      case "offence_found" ->
          text(payload, "kind").replace('_', ' ')
              + " by validator "
              + payload.path("validators").toString().replaceAll("[\\[\\]\"]", "");
      case "block_judged" ->
          payload.hasNonNull("root")
              ? "block %s of slot %s is invalid"
                  .formatted(brief(text(payload, "root")), text(payload, "slot"))
              : "something came that is no block";
      case "alert_opened" -> "alert: " + text(payload, "title");
      case "alert_resolved" -> "alert resolved: " + text(payload, "title");
      default -> type.replace('_', ' ');
    };
  }

  private static String subject(JsonNode payload) {
    return payload.hasNonNull("node") ? text(payload, "node") + " " : "";
  }

  private static String text(JsonNode payload, String field) {
    return payload.path(field).asText("");
  }

  private static String brief(String root) {
    return root.length() == 66 ? root.substring(0, 8) + "…" + root.substring(62) : root;
  }
}
