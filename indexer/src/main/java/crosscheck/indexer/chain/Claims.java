package crosscheck.indexer.chain;

import crosscheck.indexer.follow.Events;
import crosscheck.indexer.follow.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Compares what nodes claim about blocks with what we find: a claim on the input's verdict when it
 * is made, a claim that comes after the verdict when it comes.
 */
final class Claims {

  private final Handle handle;
  private final Events events;

  /** Inputs that got a final verdict in the transaction at hand. */
  private final List<Long> judged = new ArrayList<>();

  Claims(Handle handle, Events events) {
    this.handle = handle;
    this.events = events;
  }

  void judged(long inputId) {
    judged.add(inputId);
  }

  /** A claim beside our finding, which is empty while there is none. */
  private record Pair(
      long inputId,
      Optional<Integer> nodeId,
      Optional<String> node,
      Optional<String> verdict,
      Optional<Bytes> postStateRoot,
      Instant claimedAt,
      boolean judged,
      boolean valid,
      Optional<Bytes> root,
      Optional<Bytes> stateRoot) {

    static Pair of(ResultSet row) throws SQLException {
      int node = row.getInt("node_id");
      Optional<Integer> nodeId = row.wasNull() ? Optional.empty() : Optional.of(node);
      return new Pair(
          row.getLong("input_id"),
          nodeId,
          Optional.ofNullable(row.getString("node")),
          Optional.ofNullable(row.getString("verdict")),
          bytes(row, "post_state_root"),
          row.getObject("claimed_at", OffsetDateTime.class).toInstant(),
          row.getBoolean("judged"),
          row.getBoolean("valid"),
          bytes(row, "root"),
          bytes(row, "state_root"));
    }

    private static Optional<Bytes> bytes(ResultSet row, String column) throws SQLException {
      return Optional.ofNullable(row.getBytes(column)).map(Bytes::wrap);
    }

    String ours() {
      return valid ? "valid" : "invalid";
    }

    /** Who has a post-state has accepted the block. */
    String theirs() {
      return verdict.orElse("valid");
    }

    boolean sameVerdict() {
      return ours().equals(theirs());
    }

    boolean agrees() {
      return sameVerdict()
          && (!valid || postStateRoot.isEmpty() || postStateRoot.equals(stateRoot));
    }
  }

  void write() {
    List<Pair> pairs =
        handle
            .createQuery(Sql.named("claims_to_compare"))
            .bindArray("judged", Long.class, judged)
            .map((row, context) -> Pair.of(row))
            .list();
    judged.clear();
    if (pairs.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(Sql.named("claim_compared"));
    for (Pair pair : pairs) {
      if (pair.judged() && !pair.agrees()) {
        tell(pair);
      }
      batch
          .bind("input_id", pair.inputId())
          .bind("node_id", pair.nodeId())
          .bind("agrees", pair.judged() ? Optional.of(pair.agrees()) : Optional.empty())
          .add();
    }
    batch.execute();
  }

  private void tell(Pair pair) {
    boolean states = pair.sameVerdict();
    events.add(
        pair.claimedAt(),
        "node_disagrees",
        OptionalLong.of(pair.inputId()),
        "node",
        pair.node().orElse(null),
        "root",
        pair.root().map(Bytes::toHexString).orElse(null),
        "ours",
        states ? pair.stateRoot().orElseThrow().toHexString() : pair.ours(),
        "theirs",
        states ? pair.postStateRoot().orElseThrow().toHexString() : pair.theirs(),
        "since",
        pair.claimedAt().toString());
  }
}
