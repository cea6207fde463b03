package crosscheck.indexer;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Checkpoint;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/**
 * What nodes say, as it comes in: reports of how they stand, claims about blocks. What follows from
 * it is found by the judging thread.
 */
final class NodeReports {

  private NodeReports() {}

  /**
   * Stores a report; a row of {@code node_heads} only when the node says something new.
   *
   * @param node number of the node that the report is about
   * @return whether it does
   */
  static boolean record(Handle handle, int node, NodeReport report) {
    if (report instanceof NodeReport.Status status) {
      return record(handle, node, status);
    }
    if (report instanceof NodeReport.Failure failure) {
      handle
          .createUpdate(Sql.named("node_failed"))
          .bind("node_id", node)
          .bind("at", Columns.at(failure.time()))
          .bind("state", failure.fault().word())
          .bind("message", VerdictRow.clean(failure.message()))
          .execute();
    }
    return false;
  }

  private static boolean record(Handle handle, int node, NodeReport.Status status) {
    Map<String, Object> said = said(status);
    Optional<Map<String, Object>> before =
        handle.createQuery(Sql.named("node_said")).bind("node_id", node).mapToMap().findOne();
    handle
        .createUpdate(Sql.named("node_answered"))
        .bind("node_id", node)
        .bind("at", Columns.at(status.time()))
        .bind("client_version", status.clientVersion().map(VerdictRow::clean))
        .bindMap(said)
        .execute();
    boolean news = before.isEmpty() || !same(before.get(), said);
    if (news) {
      handle
          .createUpdate(Sql.named("insert_node_head"))
          .bind("node_id", node)
          .bind("observed_at", Columns.at(status.time()))
          .bindMap(said)
          .execute();
    }
    return news;
  }

  private static Map<String, Object> said(NodeReport.Status status) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("head_root", status.headRoot().toArrayUnsafe());
    said.put("head_slot", Columns.unsigned(status.headSlot()));
    put(said, "justified", status.justified());
    put(said, "finalized", status.finalized());
    return said;
  }

  private static void put(
      Map<String, Object> said, String prefix, Optional<Checkpoint> checkpoint) {
    said.put(prefix + "_epoch", checkpoint.map(c -> Columns.unsigned(c.epoch())).orElse(null));
    said.put(prefix + "_root", checkpoint.map(c -> c.root().toArrayUnsafe()).orElse(null));
  }

  private static boolean same(Map<String, Object> before, Map<String, Object> said) {
    return said.entrySet().stream().allMatch(e -> same(before.get(e.getKey()), e.getValue()));
  }

  private static boolean same(Object a, Object b) {
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.equals(x, y);
    }
    if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
      return x.compareTo(y) == 0;
    }
    return a == null && b == null;
  }

  /** Stores what a node says about an input; the last word of a node about it stands. */
  static void claim(
      Handle handle, long inputId, Optional<Integer> node, Claim claim, Instant claimedAt) {
    handle
        .createUpdate(Sql.named("insert_claim"))
        .bind("input_id", inputId)
        .bind("node_id", node)
        .bind("verdict", claim.verdict().map(Claim.Word::word))
        .bind("post_state_root", claim.postStateRoot().map(Bytes32::toArrayUnsafe))
        .bind("claimed_at", Columns.at(claimedAt))
        .execute();
  }
}
