package crosscheck.indexer.chain;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Events;
import crosscheck.indexer.follow.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Where the nodes stand: takes what they said, in order, finds their heads in the tree as soon as
 * these are judged, and measures how far each is from our head.
 */
final class Nodes {

  private final Handle handle;
  private final Events events;
  private final Tree tree;
  private final Reorgs reorgs;

  /** By number, so that rows are always locked in the same order. */
  private final Map<Short, Stand> stands = new TreeMap<>();

  private final Set<Short> moved = new TreeSet<>();
  private final Divergences divergences;
  private Place ourHead;

  Nodes(Handle handle, Events events, Tree tree, Reorgs reorgs, Place ourHead) {
    this.handle = handle;
    this.events = events;
    this.tree = tree;
    this.reorgs = reorgs;
    this.ourHead = ourHead;
    handle
        .createQuery(Sql.named("node_stands"))
        .map((row, context) -> stand(row))
        .forEach(stand -> stands.put(stand.nodeId(), stand));
    this.divergences = new Divergences(handle, tree);
  }

  /**
   * Where a node stands by the last of its heads that is judged.
   *
   * @param headId row of that head
   * @param onTree the head when it is valid, else its last valid ancestor
   * @param invalidRoot the block that makes the head invalid
   */
  private record Stand(
      short nodeId,
      long headId,
      Reorgs.Tip head,
      Place onTree,
      Optional<Bytes32> invalidRoot,
      Optional<Instant> invalidSince,
      Distance distance) {}

  /**
   * How far a node's head is from ours.
   *
   * @param ancestor last common block
   * @param depthSlots from there to the farther head; 0 on the same branch
   */
  private record Distance(Place ancestor, long depthSlots, Optional<Instant> divergedSince) {}

  /** What a node said, and what became of that head meanwhile. */
  private record Said(
      long id,
      short nodeId,
      String node,
      Instant at,
      boolean isNew,
      Bytes32 headRoot,
      Optional<Long> finalizedEpoch,
      Optional<Bytes32> finalizedRoot,
      boolean otherFinality,
      Optional<Long> slot,
      Optional<Bytes32> invalidRoot,
      Optional<Bytes32> lastValidRoot) {

    static Said of(ResultSet row) throws SQLException {
      return new Said(
          row.getLong("id"),
          row.getShort("node_id"),
          row.getString("node"),
          row.getObject("observed_at", OffsetDateTime.class).toInstant(),
          row.getBoolean("is_new"),
          Bytes32.wrap(row.getBytes("head_root")),
          uint64(row, "finalized_epoch"),
          root(row, "finalized_root"),
          row.getBoolean("other_finality"),
          uint64(row, "slot"),
          root(row, "invalid_root"),
          root(row, "last_valid_root"));
    }
  }

  private Stand stand(ResultSet row) throws SQLException {
    Bytes32 root = Bytes32.wrap(row.getBytes("head_root"));
    Optional<Bytes32> invalid = root(row, "following_invalid_root");
    Place onTree =
        tree.place(invalid.isPresent() ? root(row, "last_valid_root").orElseThrow() : root);
    long slot = invalid.isPresent() ? uint64(row, "slot").orElseThrow() : onTree.slot();
    return new Stand(
        row.getShort("node_id"),
        row.getLong("placed_head_id"),
        new Reorgs.Tip(root, slot),
        onTree,
        invalid,
        time(row, "following_invalid_since"),
        new Distance(
            tree.place(root(row, "ancestor_root").orElseThrow()),
            row.getLong("depth_slots"),
            time(row, "diverged_since")));
  }

  private static Optional<Bytes32> root(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBytes(column)).map(Bytes32::wrap);
  }

  private static Optional<Long> uint64(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBigDecimal(column)).map(Tree::uint64);
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /** Takes what is new. Blocks, verdicts and forks must be written. */
  void write(Place ourHeadNow, Instant now) {
    if (!ourHeadNow.equals(ourHead)) {
      ourHead = ourHeadNow;
      measureAll(now);
    }
    List<Said> found =
        handle
            .createQuery(Sql.named("node_heads_to_place"))
            .map((row, context) -> Said.of(row))
            .list();
    if (!found.isEmpty()) {
      PreparedBatch batch = handle.prepareBatch(Sql.named("resolve_node_head"));
      boolean waiting = false;
      for (Said said : found) {
        if (said.isNew() && said.otherFinality()) {
          tellFinalized(said);
        }
        String resolution = place(said, batch);
        waiting |= resolution.equals("waiting");
      }
      batch.execute();
      if (waiting) {
        handle.createUpdate(Sql.named("give_up_node_heads")).execute();
      }
    }
    writeMoved();
    divergences.write();
  }

  private void tellFinalized(Said said) {
    events.add(
        said.at(),
        "node_finalized",
        OptionalLong.empty(),
        "node",
        said.node(),
        "epoch",
        Long.toUnsignedString(said.finalizedEpoch().orElseThrow()),
        "root",
        said.finalizedRoot().orElseThrow().toHexString());
  }

  private String place(Said said, PreparedBatch batch) {
    Optional<Place> valid = tree.find(said.headRoot());
    Optional<Place> lastValid = valid.or(() -> said.lastValidRoot().flatMap(tree::find));
    Optional<Bytes32> invalid = valid.isPresent() ? Optional.empty() : said.invalidRoot();
    String resolution = valid.isPresent() ? "valid" : lastValid.isPresent() ? "invalid" : "waiting";
    batch
        .bind("id", said.id())
        .bind("resolution", resolution)
        .bind("fork_id", valid.map(Place::fork))
        .bind("invalid_root", invalid.map(Bytes32::toArrayUnsafe))
        .add();
    lastValid.ifPresent(place -> stand(said, place, valid.isPresent(), invalid));
    return resolution;
  }

  private void stand(Said said, Place onTree, boolean valid, Optional<Bytes32> invalid) {
    Optional<Stand> before = Optional.ofNullable(stands.get(said.nodeId()));
    if (before.isPresent() && before.get().headId() > said.id()) {
      return; // it has moved on, from a head whose block came later than the next one's
    }
    long slot = valid ? onTree.slot() : said.slot().orElseThrow();
    Reorgs.Tip head = new Reorgs.Tip(said.headRoot(), slot);
    boolean sameCause = before.isPresent() && before.get().invalidRoot().equals(invalid);
    before.ifPresent(old -> move(said, old, head, onTree, invalid.isPresent() && sameCause));
    if (invalid.isPresent() && !sameCause) {
      tellFollowing(said, invalid.get());
    }
    stands.put(
        said.nodeId(),
        new Stand(
            said.nodeId(),
            said.id(),
            head,
            onTree,
            invalid,
            sameCause ? before.get().invalidSince() : invalid.map(root -> said.at()),
            distance(
                onTree,
                slot,
                invalid.isPresent(),
                before.flatMap(old -> old.distance().divergedSince()),
                said.at())));
    moved.add(said.nodeId());
    compare(said.nodeId(), said.at());
  }

  /** With every other node; {@code at} is when this one moved. */
  private void compare(short nodeId, Instant at) {
    Stand stand = stands.get(nodeId);
    for (Stand other : stands.values()) {
      if (other.nodeId() != nodeId) {
        divergences.compare(
            nodeId,
            stand.onTree(),
            stand.invalidRoot(),
            other.nodeId(),
            other.onTree(),
            other.invalidRoot(),
            at);
      }
    }
  }

  private void move(Said said, Stand old, Reorgs.Tip head, Place onTree, boolean sameInvalid) {
    if (old.head().root().equals(head.root()) || sameInvalid) {
      // Branches below the same invalid block are not told apart.
      return;
    }
    reorgs.add(
        Optional.of(new Reorgs.Owner(said.nodeId(), said.node())),
        OptionalLong.empty(),
        said.at(),
        old.head(),
        head,
        tree.ancestor(old.onTree(), onTree));
  }

  private void tellFollowing(Said said, Bytes32 invalidRoot) {
    events.add(
        said.at(),
        "node_disagrees",
        OptionalLong.empty(),
        "node",
        said.node(),
        "root",
        invalidRoot.toHexString(),
        "ours",
        "invalid",
        "theirs",
        "valid",
        "since",
        said.at().toString());
  }

  /** Our head has moved. */
  private void measureAll(Instant now) {
    for (Stand stand : List.copyOf(stands.values())) {
      Distance distance =
          distance(
              stand.onTree(),
              stand.head().slot(),
              stand.invalidRoot().isPresent(),
              stand.distance().divergedSince(),
              now);
      if (!distance.equals(stand.distance())) {
        stands.put(
            stand.nodeId(),
            new Stand(
                stand.nodeId(),
                stand.headId(),
                stand.head(),
                stand.onTree(),
                stand.invalidRoot(),
                stand.invalidSince(),
                distance));
        moved.add(stand.nodeId());
      }
    }
  }

  private Distance distance(
      Place onTree, long slot, boolean invalid, Optional<Instant> divergedSince, Instant at) {
    Place ancestor = tree.ancestor(onTree, ourHead);
    boolean diverged = invalid || !(ancestor.equals(onTree) || ancestor.equals(ourHead));
    long farther = Long.compareUnsigned(slot, ourHead.slot()) > 0 ? slot : ourHead.slot();
    return diverged
        ? new Distance(ancestor, farther - ancestor.slot(), divergedSince.or(() -> Optional.of(at)))
        : new Distance(ancestor, 0, Optional.empty());
  }

  private void writeMoved() {
    if (moved.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(Sql.named("place_node"));
    for (short nodeId : moved) {
      Stand stand = stands.get(nodeId);
      Distance distance = stand.distance();
      boolean valid = stand.invalidRoot().isEmpty();
      batch
          .bind("node_id", nodeId)
          .bind("placed_head_id", stand.headId())
          .bind("fork_id", valid ? Optional.of(stand.onTree().fork()) : Optional.empty())
          .bind("ancestor_root", distance.ancestor().root().toArrayUnsafe())
          .bind("ancestor_slot", Columns.unsigned(distance.ancestor().slot()))
          .bind("depth_slots", distance.depthSlots())
          .bind("diverged_since", distance.divergedSince().map(Columns::at))
          .bind("following_invalid_root", stand.invalidRoot().map(Bytes32::toArrayUnsafe))
          .bind("following_invalid_since", stand.invalidSince().map(Columns::at))
          .add();
    }
    batch.execute();
    moved.clear();
  }
}
