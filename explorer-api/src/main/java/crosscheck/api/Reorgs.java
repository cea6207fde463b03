package crosscheck.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Heads that were left for another branch: ours, and those of the nodes. */
final class Reorgs {

  private static final String LIST =
      """
      select r.id, n.name as node, r.happened_at, r.from_root, r.from_slot::text as from_slot,
             r.to_root, r.to_slot::text as to_slot,
             r.ancestor_root, r.ancestor_slot::text as ancestor_slot,
             r.depth_slots, r.depth_blocks
      from reorgs r
      left join nodes n on n.id = r.node_id
      where r.id < :before and (:name::text is null or n.name = :name)
      order by r.id desc
      limit :limit
      """;

  /**
   * A move of a head.
   *
   * @param node whose head; empty: ours
   * @param ancestor last common block of both
   * @param depthSlots slots undone, from the common block to the head before
   * @param depthBlocks blocks undone
   */
  record ReorgJson(
      long reorgId,
      Optional<String> node,
      Instant happenedAt,
      BlockPlace from,
      BlockPlace to,
      BlockPlace ancestor,
      long depthSlots,
      int depthBlocks) {}

  /**
   * A page of reorgs with ids below {@code before}, the latest first.
   *
   * @param node of this node only; all, ours too, when empty
   */
  Json.Page<List<ReorgJson>> list(Handle handle, Optional<String> node, long before, int limit) {
    List<ReorgJson> found =
        handle
            .createQuery(LIST)
            .bind("before", before)
            .bind("name", node)
            .bind("limit", limit + 1)
            .map(
                (row, context) ->
                    new ReorgJson(
                        row.getLong("id"),
                        Optional.ofNullable(row.getString("node")),
                        row.getTimestamp("happened_at").toInstant(),
                        BlockPlace.read(row, "from").orElseThrow(),
                        BlockPlace.read(row, "to").orElseThrow(),
                        BlockPlace.read(row, "ancestor").orElseThrow(),
                        row.getLong("depth_slots"),
                        row.getInt("depth_blocks")))
            .list();
    return Json.Page.of(found, limit, reorg -> String.valueOf(reorg.reorgId()));
  }
}
