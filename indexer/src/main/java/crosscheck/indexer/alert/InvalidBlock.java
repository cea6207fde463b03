package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Sql;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * A block that failed by itself. Its copies and descendants are further occurrences; nodes that
 * send it later are added to the alert. It stays open while a node builds on the block.
 */
record InvalidBlock(Options options) implements Rule.OfIncidents {

  private static final String CAUSE = "block:";

  private record Block(
      String root,
      String slot,
      Long proposer,
      String check,
      String function,
      String message,
      List<String> nodes,
      boolean hasValidCopy) {}

  @Override
  public List<Condition> happened(Look look) {
    Map<String, Integer> counts = counts(look);
    TreeSet<String> roots = new TreeSet<>(counts.keySet());
    look.open().keySet().stream()
        .filter(cause -> cause.startsWith(CAUSE))
        .forEach(cause -> roots.add(cause.substring(CAUSE.length())));
    if (roots.isEmpty()) {
      return List.of();
    }
    byte[][] wanted =
        roots.stream()
            .map(root -> Bytes.fromHexString(root).toArrayUnsafe())
            .toArray(byte[][]::new);
    return look.handle()
        .createQuery(Sql.named("alert_invalid_blocks"))
        .bind("roots", wanted)
        .map((row, context) -> block(row))
        .map(block -> condition(block).times(counts.getOrDefault(block.root(), 0)))
        .list();
  }

  /** Inputs that these events condemn, by the root of the block that failed by itself. */
  private static Map<String, Integer> counts(Look look) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Long[] inputs = look.judged("invalid");
    if (inputs.length > 0) {
      look.handle()
          .createQuery(Sql.named("alert_invalid_causes"))
          .bind("input_ids", inputs)
          .map(
              (row, context) ->
                  Map.entry(
                      Bytes.wrap(row.getBytes("cause_root")).toHexString(),
                      row.getInt("input_count")))
          .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    }
    return counts;
  }

  private static Block block(ResultSet row) throws SQLException {
    long proposer = row.getLong("proposer_index");
    boolean known = !row.wasNull();
    Array nodes = row.getArray("nodes");
    return new Block(
        Bytes.wrap(row.getBytes("root")).toHexString(),
        row.getString("slot"),
        known ? (Long) proposer : null,
        row.getString("failure_check"),
        row.getString("failure_function"),
        row.getString("failure_message"),
        nodes == null ? List.of() : List.of((String[]) nodes.getArray()),
        row.getBoolean("has_valid_copy"));
  }

  private Condition condition(Block block) {
    String title =
        "%s at slot %s%s (%s): %s"
            .formatted(
                block.hasValidCopy() ? "Invalid copy of the block" : "Invalid block",
                block.slot(),
                block.nodes().isEmpty() ? "" : " from " + Wording.names(block.nodes()),
                Wording.brief(block.root()),
                block.message());
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("root", block.root());
    details.put("slot", block.slot());
    details.put("proposer_index", block.proposer() == null ? null : block.proposer().toString());
    details.put("function", block.function());
    details.put("check", block.check());
    details.put("message", block.message());
    details.put("nodes", new ArrayList<>(block.nodes()));
    details.put("has_valid_copy", block.hasValidCopy());
    Condition condition = Condition.of(CAUSE + block.root(), options.severity(), title, details);
    return block.nodes().size() == 1 ? condition.about(block.nodes().get(0)) : condition;
  }

  /** While a node builds on it, its descendants keep coming. */
  @Override
  public boolean lasts(Alert alert, Look look) {
    return NodeStanding.anyBuildsOn(alert.cause().substring(CAUSE.length()), look.handle());
  }

  @Override
  public Duration clear(Alert alert, Situation now, Duration usual) {
    Object slot = alert.says().details().get("slot");
    boolean passed =
        slot instanceof String text
            && Long.compareUnsigned(Long.parseUnsignedLong(text), now.finalizedSlot()) <= 0;
    return passed ? options.duration("clear_final", now) : usual;
  }
}
