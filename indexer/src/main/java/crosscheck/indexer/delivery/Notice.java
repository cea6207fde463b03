package crosscheck.indexer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.indexer.alert.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened to an alert, and how each kind of webhook is told of it. */
record Notice(
    long eventId,
    String type,
    Instant happenedAt,
    Severity severity,
    String title,
    long alertId,
    String rule,
    String cause,
    JsonNode details,
    Optional<String> node,
    Instant openedAt,
    Optional<Instant> acknowledgedAt,
    Optional<String> acknowledgedBy,
    Optional<Instant> resolvedAt,
    int occurrences,
    String configName,
    String genesisRoot) {

  /** Discord takes no longer title. */
  private static final int MOST_TITLE = 256;

  /** The body, as plain values to be made JSON of. */
  Map<String, Object> body(Webhook.Kind kind, Optional<URI> page) {
    Optional<String> link =
        page.map(address -> address.toString().replaceAll("/+$", "") + "/api/v1/alerts/" + alertId);
    return switch (kind) {
      case GENERIC -> generic(link);
      case SLACK -> slack(link);
      case DISCORD -> discord(link);
    };
  }

  private Map<String, Object> generic(Optional<String> link) {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("id", String.valueOf(alertId));
    alert.put("rule", rule);
    alert.put("cause", cause);
    alert.put("severity", severity.word());
    alert.put("title", title);
    alert.put("node", node.orElse(null));
    alert.put("details", details);
    alert.put("occurrence_count", occurrences);
    alert.put("opened_at", openedAt.toString());
    alert.put("acknowledged_at", acknowledgedAt.map(Instant::toString).orElse(null));
    alert.put("acknowledged_by", acknowledgedBy.orElse(null));
    alert.put("resolved_at", resolvedAt.map(Instant::toString).orElse(null));
    alert.put("url", link.orElse(null));
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("config_name", configName);
    network.put("genesis_root", genesisRoot);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type);
    body.put("event_id", String.valueOf(eventId));
    body.put("happened_at", happenedAt.toString());
    body.put("network", network);
    body.put("alert", alert);
    return body;
  }

  private Map<String, Object> slack(Optional<String> link) {
    String shown =
        link.map(url -> "<" + url + "|alert " + alertId + ">").orElse("alert " + alertId);
    Map<String, Object> attachment = new LinkedHashMap<>();
    attachment.put("color", "#%06x".formatted(color()));
    attachment.put("fallback", forSlack(headline() + ": " + title));
    attachment.put("text", "*" + headline() + "*: " + forSlack(title));
    attachment.put("footer", rule + ", " + shown);
    attachment.put("ts", happenedAt.getEpochSecond());
    attachment.put("mrkdwn_in", List.of("text"));
    return Map.of("attachments", List.of(attachment));
  }

  private Map<String, Object> discord(Optional<String> link) {
    Map<String, Object> embed = new LinkedHashMap<>();
    String text = headline() + ": " + title;
    embed.put("title", text.length() > MOST_TITLE ? text.substring(0, MOST_TITLE - 1) + "…" : text);
    link.ifPresent(url -> embed.put("url", url));
    embed.put("color", color());
    embed.put("timestamp", happenedAt.toString());
    embed.put("footer", Map.of("text", rule + ", alert " + alertId));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("embeds", List.of(embed));
    // Nobody is to be called by what stands in a title, e.g. as the name of a node.
    body.put("allowed_mentions", Map.of("parse", List.of()));
    return body;
  }

  /** What happened, in a word or two. */
  private String headline() {
    return switch (type) {
      case "alert_resolved" -> "Resolved";
      case "alert_acknowledged" -> "Acknowledged by " + forSlack(acknowledgedBy.orElse("somebody"));
      case "alert_escalated" -> "Now " + severity.word();
      default -> Character.toUpperCase(severity.word().charAt(0)) + severity.word().substring(1);
    };
  }

  private int color() {
    if (type.equals("alert_resolved")) {
      return 0x2e9e5b;
    }
    return switch (severity) {
      case INFO -> 0x3b7dd8;
      case WARNING -> 0xd9a300;
      case CRITICAL -> 0xd03b3b;
    };
  }

  /** These three have a meaning in Slack's texts. */
  private static String forSlack(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
