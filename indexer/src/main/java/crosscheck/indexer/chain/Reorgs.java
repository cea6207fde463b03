package crosscheck.indexer.chain;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Events;
import crosscheck.indexer.follow.Sql;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/** Heads that were left for another branch, as rows and events. */
final class Reorgs {

  private final Handle handle;
  private final Events events;

  Reorgs(Handle handle, Events events) {
    this.handle = handle;
    this.events = events;
  }

  /** A head at some time. */
  record Tip(Bytes32 root, long slot) {

    static Tip of(Place place) {
      return new Tip(place.root(), place.slot());
    }
  }

  /** Whose head moved. */
  record Owner(short nodeId, String node) {}

  /**
   * A head moved. Blocks and verdicts must be written.
   *
   * @param owner whose head; empty for ours
   * @param inputId the block that made it move, if it is ours
   * @param ancestor last common block of both; the move is none of ours when it is the head before
   */
  void add(
      Optional<Owner> owner, OptionalLong inputId, Instant at, Tip from, Tip to, Place ancestor) {
    if (ancestor.root().equals(from.root())) {
      return;
    }
    long depthSlots = from.slot() - ancestor.slot();
    long id =
        handle
            .createQuery(Sql.named("insert_reorg"))
            .bind("node_id", owner.map(Owner::nodeId))
            .bind("happened_at", Columns.at(at))
            .bind("from_root", from.root().toArrayUnsafe())
            .bind("from_slot", Columns.unsigned(from.slot()))
            .bind("to_root", to.root().toArrayUnsafe())
            .bind("to_slot", Columns.unsigned(to.slot()))
            .bind("ancestor_root", ancestor.root().toArrayUnsafe())
            .bind("ancestor_slot", Columns.unsigned(ancestor.slot()))
            .bind("depth_slots", depthSlots)
            .mapTo(Long.class)
            .one();
    events.add(
        at,
        "reorg",
        inputId,
        "reorg_id",
        String.valueOf(id),
        "node",
        owner.map(Owner::node).orElse(null),
        "from_root",
        from.root().toHexString(),
        "to_root",
        to.root().toHexString(),
        "ancestor_root",
        ancestor.root().toHexString(),
        "ancestor_slot",
        Long.toUnsignedString(ancestor.slot()),
        "depth_slots",
        String.valueOf(depthSlots));
  }
}
