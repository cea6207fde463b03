package crosscheck.api;

import io.micrometer.core.instrument.Tags;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The numbers in the database that {@link Metrics} shows. */
final class Readings {

  /** Most rows of a metric with labels. */
  static final int MOST_LABELS = 200;

  /** Verdicts that never change, and so are counted on from where the last reading ended. */
  static final List<String> FINAL = List.of("valid", "invalid", "malformed");

  /** Metrics without labels, with their descriptions. */
  static final String[][] GAUGES = {
    {"crosscheck.clock.slot", "Slot by the clock; negative before genesis"},
    {"crosscheck.clock.epoch", "Epoch by the clock; negative before genesis"},
    {"crosscheck.head.slot", "Slot of the head of our fork choice"},
    {"crosscheck.head.epoch", "Epoch of the head of our fork choice"},
    {"crosscheck.justified.epoch", "Justified epoch of our fork choice"},
    {"crosscheck.justified.slot", "First slot of the justified epoch"},
    {"crosscheck.finalized.epoch", "Finalized epoch of our fork choice"},
    {"crosscheck.finalized.slot", "First slot of the finalized epoch"},
    {"crosscheck.backlog.blocks", "Inputs received and next to be judged"},
    {"crosscheck.backlog.seconds", "How long the oldest of the backlog has waited"},
    {"crosscheck.errors", "Inputs on which we failed"},
  };

  /** Metrics with labels, with their descriptions. */
  static final String[][] LABELLED = {
    {"crosscheck.participation", "Fraction of the stake that voted in the last epoch, by vote"},
    {"crosscheck.waiting.blocks", "Blocks that wait, by what for"},
    {"crosscheck.discarded.inputs", "Inputs that were not kept, by reason"},
    {"crosscheck.alerts.open", "Open alerts, by rule and severity"},
    {"crosscheck.webhook.pending", "What a webhook is still to be told"},
    {"crosscheck.node.up", "Whether the node answers, by node"},
    {"crosscheck.node.state", "1 for the state the node is in, by node"},
    {"crosscheck.node.head.slot", "Slot of the node's head"},
    {"crosscheck.node.justified.epoch", "Epoch the node has justified"},
    {"crosscheck.node.finalized.epoch", "Epoch the node has finalized"},
    {"crosscheck.node.lag.slots", "Slots from the node's head to ours; negative when it is ahead"},
    {"crosscheck.node.silence.seconds", "Time since the last sign of life of the node"},
  };

  private static final String STANDING =
      """
      select n.genesis_time, (n.config ->> 'SECONDS_PER_SLOT')::bigint as seconds_per_slot,
             (n.config ->> 'SLOTS_PER_EPOCH')::bigint as slots_per_epoch,
             h.head_slot, h.justified_epoch, h.finalized_epoch
      from networks n
        cross join lateral (select * from heads order by import_order desc limit 1) h
      """;

  private static final String NEW_VERDICTS =
      """
      select status, count(*) as n, coalesce(sum(judging_micros), 0)::bigint as micros,
             max(import_order) as reached
      from verdicts
      where import_order > :after
      group by status
      """;

  private static final String BACKLOG =
      """
      select (select count(*) from verdicts
               where status = 'unjudged' and waiting_for is null) as backlog,
             (select count(*) from verdicts where waiting_for = 'parent') as waiting_for_parent,
             (select count(*) from verdicts where waiting_for = 'slot') as waiting_for_slot,
             (select count(*) from verdicts where status = 'error') as errors,
             (select i.received_at from inputs i
               where i.id = (select min(input_id) from verdicts
                 where status = 'unjudged' and waiting_for is null)) as oldest
      """;

  private static final String DISCARDED =
      """
      select reason, sum(input_count)::bigint as n
      from discards
      group by reason
      order by reason
      """;

  /** Of the epoch before the one our head is in. */
  private static final String PARTICIPATION =
      """
      select previous_source_gwei / nullif(previous_active_gwei, 0) as source,
             previous_target_gwei / nullif(previous_active_gwei, 0) as target,
             previous_head_gwei / nullif(previous_active_gwei, 0) as head
      from running_epochs
      where previous_active_gwei > 0
      """;

  private static final String ALERTS =
      """
      select rule, severity::text as severity, count(*) as n
      from alerts
      where resolved_at is null
      group by rule, severity
      order by rule, severity
      limit :limit
      """;

  private static final String PENDING =
      """
      select hook, count(*) as n
      from webhook_deliveries
      where state = 'pending'
      group by hook
      order by hook
      limit :limit
      """;

  private static final String NODES =
      """
      select n.name, s.state, s.head_slot, s.justified_epoch, s.finalized_epoch, s.last_seen_at
      from node_status s
        join nodes n on n.id = s.node_id
      order by n.id
      limit :limit
      """;

  private final Chain chain;

  Readings(Chain chain) {
    this.chain = chain;
  }

  /**
   * One reading.
   *
   * @param single by metric; what is not known is not there
   * @param labelled by metric and labels
   * @param finalVerdicts how many there are of each
   * @param judgingSeconds time spent on them
   * @param reached place of the last final verdict that is counted
   */
  record Numbers(
      Map<String, Double> single,
      Map<String, Map<Tags, Double>> labelled,
      Map<String, Long> finalVerdicts,
      double judgingSeconds,
      long reached) {

    static final Numbers NONE =
        new Numbers(Map.of(), Map.of(), Map.of("valid", 0L, "invalid", 0L, "malformed", 0L), 0, 0);
  }

  /** Reads everything anew, but final verdicts, which are counted on. */
  Numbers read(Handle handle, Numbers before) {
    Map<String, Double> single = new HashMap<>();
    Map<String, Map<Tags, Double>> labelled = new HashMap<>();
    double headSlot = standing(handle, single);
    backlog(handle, single, labelled);
    counts(handle, DISCARDED, "crosscheck.discarded.inputs", labelled, "reason");
    counts(handle, ALERTS, "crosscheck.alerts.open", labelled, "rule", "severity");
    counts(handle, PENDING, "crosscheck.webhook.pending", labelled, "hook");
    participation(handle, labelled);
    nodes(handle, headSlot, labelled);
    return verdicts(handle, before, single, labelled);
  }

  private double standing(Handle handle, Map<String, Double> single) {
    record Row(BigDecimal slot, BigDecimal justified, BigDecimal finalized, long slotsPerEpoch) {}
    Row now =
        handle
            .createQuery(STANDING)
            .map(
                (row, context) ->
                    new Row(
                        row.getBigDecimal("head_slot"),
                        row.getBigDecimal("justified_epoch"),
                        row.getBigDecimal("finalized_epoch"),
                        row.getLong("slots_per_epoch")))
            .findOne()
            .orElse(null);
    if (now == null) {
      return Double.NaN;
    }
    Chain.SlotClock clock = chain.slotClock(chain.network(handle));
    double slots = now.slotsPerEpoch();
    single.put("crosscheck.clock.slot", new BigInteger(clock.slot()).doubleValue());
    single.put("crosscheck.clock.epoch", new BigInteger(clock.epoch()).doubleValue());
    single.put("crosscheck.head.slot", now.slot().doubleValue());
    single.put("crosscheck.head.epoch", Math.floor(now.slot().doubleValue() / slots));
    single.put("crosscheck.justified.epoch", now.justified().doubleValue());
    single.put("crosscheck.justified.slot", now.justified().doubleValue() * slots);
    single.put("crosscheck.finalized.epoch", now.finalized().doubleValue());
    single.put("crosscheck.finalized.slot", now.finalized().doubleValue() * slots);
    return now.slot().doubleValue();
  }

  private void backlog(
      Handle handle, Map<String, Double> single, Map<String, Map<Tags, Double>> labelled) {
    handle
        .createQuery(BACKLOG)
        .map(
            (row, context) -> {
              single.put("crosscheck.backlog.blocks", row.getDouble("backlog"));
              single.put("crosscheck.backlog.seconds", age(row, "oldest", 0));
              single.put("crosscheck.errors", row.getDouble("errors"));
              Map<Tags, Double> waiting = new LinkedHashMap<>();
              waiting.put(Tags.of("for", "parent"), row.getDouble("waiting_for_parent"));
              waiting.put(Tags.of("for", "slot"), row.getDouble("waiting_for_slot"));
              return labelled.put("crosscheck.waiting.blocks", waiting);
            })
        .list();
  }

  private static void participation(Handle handle, Map<String, Map<Tags, Double>> labelled) {
    handle
        .createQuery(PARTICIPATION)
        .map(
            (row, context) -> {
              for (String vote : List.of("source", "target", "head")) {
                put(labelled, "crosscheck.participation", Tags.of("vote", vote), number(row, vote));
              }
              return row.getRow();
            })
        .list();
  }

  private static void counts(
      Handle handle,
      String sql,
      String metric,
      Map<String, Map<Tags, Double>> labelled,
      String... labels) {
    Map<Tags, Double> rows = new LinkedHashMap<>();
    var query = handle.createQuery(sql);
    if (sql.contains(":limit")) {
      query.bind("limit", MOST_LABELS);
    }
    query
        .map(
            (row, context) -> {
              Tags tags = Tags.empty();
              for (String label : labels) {
                tags = tags.and(label, row.getString(label));
              }
              return Map.entry(tags, row.getDouble("n"));
            })
        .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
    labelled.put(metric, rows);
  }

  private void nodes(Handle handle, double ours, Map<String, Map<Tags, Double>> labelled) {
    handle
        .createQuery(Reader.limited(NODES, MOST_LABELS))
        .map(
            (row, context) -> {
              String name = row.getString("name");
              String state = row.getString("state");
              Tags node = Tags.of("node", name);
              put(labelled, "crosscheck.node.up", node, state.equals("ok") ? 1 : 0);
              put(labelled, "crosscheck.node.state", node.and("state", state), 1);
              put(labelled, "crosscheck.node.head.slot", node, number(row, "head_slot"));
              put(labelled, "crosscheck.node.lag.slots", node, ours - number(row, "head_slot"));
              put(
                  labelled,
                  "crosscheck.node.justified.epoch",
                  node,
                  number(row, "justified_epoch"));
              put(
                  labelled,
                  "crosscheck.node.finalized.epoch",
                  node,
                  number(row, "finalized_epoch"));
              put(
                  labelled,
                  "crosscheck.node.silence.seconds",
                  node,
                  age(row, "last_seen_at", Double.NaN));
              return name;
            })
        .list();
  }

  private static void put(
      Map<String, Map<Tags, Double>> labelled, String metric, Tags tags, double value) {
    if (!Double.isNaN(value)) {
      labelled.computeIfAbsent(metric, name -> new LinkedHashMap<>()).put(tags, value);
    }
  }

  private static double number(ResultSet row, String column) throws SQLException {
    BigDecimal value = row.getBigDecimal(column);
    return value == null ? Double.NaN : value.doubleValue();
  }

  private double age(ResultSet row, String column, double otherwise) throws SQLException {
    var at = row.getTimestamp(column);
    if (at == null) {
      return otherwise;
    }
    Instant now = chain.now();
    return Math.max(0, Duration.between(at.toInstant(), now).toMillis() / 1000.0);
  }

  private static Numbers verdicts(
      Handle handle,
      Numbers before,
      Map<String, Double> single,
      Map<String, Map<Tags, Double>> labelled) {
    record Counted(String status, long count, long micros, long reached) {}
    Map<String, Long> counts = new HashMap<>(before.finalVerdicts());
    double seconds = before.judgingSeconds();
    long reached = before.reached();
    for (Counted counted :
        handle
            .createQuery(NEW_VERDICTS)
            .bind("after", before.reached())
            .map(
                (row, context) ->
                    new Counted(
                        row.getString("status"),
                        row.getLong("n"),
                        row.getLong("micros"),
                        row.getLong("reached")))
            .list()) {
      counts.merge(counted.status(), counted.count(), Long::sum);
      seconds += counted.micros() / 1e6;
      reached = Math.max(reached, counted.reached());
    }
    return new Numbers(single, labelled, counts, seconds, reached);
  }
}
