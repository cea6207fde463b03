package crosscheck.indexer.chain;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Which nodes are on another branch than which others, where the branches part, and since when
 * without interruption. Two nodes are compared when one of them moves: while both stand, nothing
 * changes between them.
 */
final class Divergences {

  private final Handle handle;
  private final Tree tree;
  private final Map<Pair, Apart> apart = new HashMap<>();
  private final Set<Pair> changed = new HashSet<>();

  /** Two nodes, the one with the smaller number first. */
  private record Pair(short node, short other) {

    static Pair of(short a, short b) {
      return a < b ? new Pair(a, b) : new Pair(b, a);
    }
  }

  /**
   * @param ancestor last common block
   */
  private record Apart(Place ancestor, Instant since) {}

  /** As far as the database is. */
  Divergences(Handle handle, Tree tree) {
    this.handle = handle;
    this.tree = tree;
    handle
        .createQuery(Sql.named("node_divergences"))
        .map((row, context) -> entry(row))
        .forEach(found -> apart.put(found.getKey(), found.getValue()));
  }

  private Map.Entry<Pair, Apart> entry(ResultSet row) throws SQLException {
    return Map.entry(
        new Pair(row.getShort("node_id"), row.getShort("other_id")),
        new Apart(
            tree.place(Bytes32.wrap(row.getBytes("ancestor_root"))),
            row.getObject("since", OffsetDateTime.class).toInstant()));
  }

  /**
   * Compares two nodes.
   *
   * @param place its head, or when that is invalid its last valid ancestor
   * @param invalid the block that makes its head invalid; nodes that build on the same one are
   *     together, for branches below it are not told apart
   * @param at when the first of the two moved
   */
  void compare(
      short node,
      Place place,
      Optional<Bytes32> invalid,
      short other,
      Place otherPlace,
      Optional<Bytes32> otherInvalid,
      Instant at) {
    Place ancestor = tree.ancestor(place, otherPlace);
    boolean sameInvalid = invalid.isPresent() && invalid.equals(otherInvalid);
    // An invalid head is beyond its place: what is at that place, or before it, is on its branch.
    boolean behind = ancestor.equals(place) && invalid.isEmpty();
    boolean otherBehind = ancestor.equals(otherPlace) && otherInvalid.isEmpty();
    Pair pair = Pair.of(node, other);
    if (sameInvalid || behind || otherBehind) {
      if (apart.remove(pair) != null) {
        changed.add(pair);
      }
      return;
    }
    Apart before = apart.get(pair);
    Apart now = new Apart(ancestor, before == null ? at : before.since());
    if (!now.equals(before)) {
      apart.put(pair, now);
      changed.add(pair);
    }
  }

  /** Writes what has changed. The nodes must be in the database. */
  void write() {
    if (changed.isEmpty()) {
      return;
    }
    PreparedBatch written = handle.prepareBatch(Sql.named("write_node_divergence"));
    PreparedBatch ended = handle.prepareBatch(Sql.named("end_node_divergence"));
    for (Pair pair : changed) {
      Apart now = apart.get(pair);
      PreparedBatch batch = now == null ? ended : written;
      batch.bind("node_id", pair.node()).bind("other_id", pair.other());
      if (now != null) {
        batch
            .bind("ancestor_root", now.ancestor().root().toArrayUnsafe())
            .bind("ancestor_slot", Columns.unsigned(now.ancestor().slot()))
            .bind("since", Columns.at(now.since()));
      }
      batch.add();
    }
    written.execute();
    ended.execute();
    changed.clear();
  }
}
