package crosscheck.indexer.exercise;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node said of its head, as far as it is known what these heads are.
 *
 * @param list in order
 * @param until up to when that is all
 * @param more whether there is more before that time than one look takes
 */
record HeadReports(List<HeadReports.Report> list, Instant until, boolean more) {

  private static final int UNKNOWN_FOR_SLOTS = 2;
  private static final int MOST = 256;

  /**
   * A head that a node told of.
   *
   * @param onOurChain slot of its last block on our chain; 0 when the head is invalid
   * @param invalidRoot the invalid block it builds on; empty when it is valid
   */
  record Report(long id, Instant at, long headSlot, long onOurChain, String invalidRoot) {}

  private record Row(
      long id, Instant at, long headSlot, String resolution, int fork, String invalidRoot) {}

  /**
   * The reports from a row on, in order, as many as one look takes. It ends before one whose block
   * may still come; a block that did not come in two slots is left out.
   */
  static HeadReports from(long id, String node, View view) {
    List<Row> rows =
        view.query("exercise_node_reports")
            .bind("node", node)
            .bind("from", id)
            .bind("most", MOST)
            .map(
                (row, context) ->
                    new Row(
                        row.getLong("id"),
                        row.getObject("observed_at", OffsetDateTime.class).toInstant(),
                        row.getLong("head_slot"),
                        row.getString("resolution"),
                        row.getInt("fork_id"),
                        View.root(row, "invalid_root")))
            .list();
    Duration patience = Duration.ofSeconds(UNKNOWN_FOR_SLOTS * view.time().secondsPerSlot());
    List<Report> reports = new ArrayList<>();
    for (Row row : rows) {
      if (row.at().isAfter(view.settledUntil())) {
        return new HeadReports(reports, view.settledUntil(), false);
      }
      switch (row.resolution()) {
        case "valid" ->
            reports.add(
                new Report(
                    row.id(),
                    row.at(),
                    row.headSlot(),
                    view.slotOnOurChain(row.fork(), row.headSlot()),
                    ""));
        case "invalid" ->
            reports.add(new Report(row.id(), row.at(), row.headSlot(), 0, row.invalidRoot()));
        case "given_up" -> {}
        default -> {
          if (row.resolution().equals("new")
              || row.at().plus(patience).isAfter(view.settledUntil())) {
            return new HeadReports(reports, row.at(), false);
          }
        }
      }
    }
    return new HeadReports(reports, view.settledUntil(), rows.size() == MOST);
  }
}
