package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Sql;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bytes that are no block; one cause is whoever sends them, however many. */
record MalformedBlock(Options options) implements Rule.OfIncidents {

  private record Sent(
      Optional<String> node, String source, int count, String message, String sha256) {}

  @Override
  public List<Condition> happened(Look look) {
    Long[] inputs = look.judged("malformed");
    if (inputs.length == 0) {
      return List.of();
    }
    return look.handle()
        .createQuery(Sql.named("alert_malformed"))
        .bind("input_ids", inputs)
        .map(
            (row, context) ->
                new Sent(
                    Optional.ofNullable(row.getString("node")),
                    row.getString("source"),
                    row.getInt("input_count"),
                    row.getString("failure_message"),
                    "0x" + row.getString("sha256")))
        .map(sent -> condition(sent, look))
        .list();
  }

  private Condition condition(Sent sent, Look look) {
    String sender = sent.node().orElse(sent.source());
    String cause = sent.node().map(node -> "node:" + node).orElse("source:" + sent.source());
    int before = look.open(cause).map(alert -> alert.says().occurrences()).orElse(0);
    String title =
        "%s sent %s that cannot be decoded; the latest: %s"
            .formatted(sender, Wording.count(before + sent.count(), "block"), sent.message());
    Map<String, Object> details =
        Map.of("source", sent.source(), "sha256", sent.sha256(), "message", sent.message());
    Condition condition =
        Condition.of(cause, options.severity(), title, details).times(sent.count());
    return sent.node().map(condition::about).orElse(condition);
  }
}
