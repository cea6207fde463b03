package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/**
 * How a node stands, of those that a source follows.
 *
 * @param state {@code ok}, or how it fails
 * @param depthSlots how deep the branches of its head and ours are, when they differ
 * @param followingInvalid root of the invalid block it builds on
 * @param conflicts what it has finalized is not on our finalized chain
 */
record NodeStanding(
    String name,
    String state,
    Instant stateSince,
    Optional<String> message,
    Optional<Instant> lastSeen,
    Optional<String> headSlot,
    Optional<String> ancestorRoot,
    Optional<String> ancestorSlot,
    long depthSlots,
    Optional<Instant> divergedSince,
    Optional<String> followingInvalid,
    Optional<Instant> followingSince,
    Optional<String> finalizedEpoch,
    Optional<String> finalizedRoot,
    boolean conflicts) {

  static List<NodeStanding> all(Handle handle) {
    return handle.createQuery(Sql.named("alert_nodes")).map((row, context) -> read(row)).list();
  }

  private static NodeStanding read(ResultSet row) throws SQLException {
    return new NodeStanding(
        row.getString("name"),
        row.getString("state"),
        time(row, "state_since").orElseThrow(),
        Optional.ofNullable(row.getString("message")),
        time(row, "last_seen_at"),
        Optional.ofNullable(row.getString("head_slot")),
        root(row, "ancestor_root"),
        Optional.ofNullable(row.getString("ancestor_slot")),
        row.getLong("depth_slots"),
        time(row, "diverged_since"),
        root(row, "following_invalid_root"),
        time(row, "following_invalid_since"),
        Optional.ofNullable(row.getString("finalized_epoch")),
        root(row, "finalized_root"),
        row.getBoolean("conflicts"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static Optional<String> root(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBytes(column)).map(bytes -> Bytes.wrap(bytes).toHexString());
  }

  /** Whether one of them builds on this block, which is invalid. */
  static boolean anyBuildsOn(String root, Handle handle) {
    return all(handle).stream()
        .anyMatch(node -> node.followingInvalid().filter(root::equals).isPresent());
  }

  boolean answers() {
    return state.equals("ok");
  }
}
