package crosscheck.indexer;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Checkpoint;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/**
 * What nodes say, as it comes in: reports of how they stand, claims about blocks. What follows from
 * it is found by the judging thread.
 *
 * <p>A row of {@code node_heads} says what a node said, and until the next row it is taken to have
 * stood there. Where nobody knows that, because we did not ask in between or got no answer, a row
 * that repeats it says until when it was so: what comes after that row and before the next is not
 * known.
 */
final class NodeReports {

  private final Handle handle;
  private final ToLongFunction<Instant> slots;

  /**
   * @param slots the slot at a time; negative before genesis
   */
  NodeReports(Handle handle, ToLongFunction<Instant> slots) {
    this.handle = handle;
    this.slots = slots;
  }

  /** What a node said last, and when it last said so. */
  private record Before(Instant lastSaidAt, Map<String, Object> said) {

    boolean headIsBelow(long slot) {
      return ((BigDecimal) said.get("head_slot")).compareTo(BigDecimal.valueOf(slot)) < 0;
    }
  }

  /**
   * Stores a report.
   *
   * @param node number of the node that the report is about
   * @return whether there is a new row of {@code node_heads}
   */
  boolean record(int node, NodeReport report) {
    Optional<Before> before =
        handle
            .createQuery(Sql.named("node_said"))
            .bind("node_id", node)
            .mapToMap()
            .findOne()
            .map(NodeReports::before);
    if (report instanceof NodeReport.Status status) {
      return answered(node, status, before);
    }
    return report instanceof NodeReport.Failure failure && failed(node, failure, before);
  }

  private static Before before(Map<String, Object> row) {
    return new Before(((Timestamp) row.remove("last_head_at")).toInstant(), row);
  }

  private boolean failed(int node, NodeReport.Failure failure, Optional<Before> before) {
    handle
        .createUpdate(Sql.named("node_failed"))
        .bind("node_id", node)
        .bind("at", Columns.at(failure.time()))
        .bind("state", failure.fault().word())
        .bind("message", VerdictRow.clean(failure.message()))
        .execute();
    if (before.isEmpty() || stoodLonger(node, failure.time())) {
      return false;
    }
    insert(node, failure.time(), before.get().said(), true);
    return true;
  }

  private boolean answered(int node, NodeReport.Status status, Optional<Before> before) {
    Map<String, Object> said = said(status);
    boolean news = before.isEmpty() || !same(before.get().said(), said);
    if (news) {
      before.ifPresent(b -> closeStand(node, b, status.time()));
      insert(node, status.time(), said, false);
    }
    handle
        .createUpdate(Sql.named("node_answered"))
        .bind("node_id", node)
        .bind("at", Columns.at(status.time()))
        .bind("client_version", status.clientVersion().map(VerdictRow::clean))
        .bindMap(said)
        .execute();
    return news;
  }

  /**
   * Notes until when it stood where it does no more. In the same slot that says nothing; nor does
   * it of a head of the slot before, behind which the chain cannot be.
   */
  private void closeStand(int node, Before before, Instant now) {
    if (stoodLonger(node, before.lastSaidAt())) {
      return;
    }
    long slot = slots.applyAsLong(now);
    if (slots.applyAsLong(before.lastSaidAt()) < slot && before.headIsBelow(slot - 1)) {
      insert(node, before.lastSaidAt(), before.said(), true);
    }
  }

  /** Moves the end of where it stands; false when that has no row. */
  private boolean stoodLonger(int node, Instant at) {
    return handle
            .createUpdate(Sql.named("node_stood_longer"))
            .bind("node_id", node)
            .bind("at", Columns.at(at))
            .execute()
        > 0;
  }

  private void insert(int node, Instant at, Map<String, Object> said, boolean repeats) {
    handle
        .createUpdate(Sql.named("insert_node_head"))
        .bind("node_id", node)
        .bind("observed_at", Columns.at(at))
        .bind("repeats", repeats)
        .bindMap(said)
        .execute();
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
