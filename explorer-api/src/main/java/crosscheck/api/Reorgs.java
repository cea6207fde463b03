package crosscheck.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Heads that were left for another branch: ours, and those of the nodes. */
final class Reorgs {

  static final Parameter<String> WHOSE =
      Parameters.oneOf("whose", "Of our own head only: ours.", List.of("ours"));

  private static final String COLUMNS =
      """
      select r.id, n.name as node, r.happened_at, r.from_root, r.from_slot::text as from_slot,
             r.to_root, r.to_slot::text as to_slot,
             r.ancestor_root, r.ancestor_slot::text as ancestor_slot,
             r.depth_slots, r.depth_blocks
      from reorgs r
      left join nodes n on n.id = r.node_id
      """;

  private static final String LATEST_FIRST =
      """
      order by r.id desc
      limit :limit
      """;

  private static final String ALL = COLUMNS + "where r.id < :before\n" + LATEST_FIRST;

  private static final String OURS =
      COLUMNS + "where r.id < :before and r.node_id is null\n" + LATEST_FIRST;

  private static final String OF_NODE =
      COLUMNS
          + """
          where r.id < :before
            and r.node_id = (select id from nodes where name = :name)
          """
          + LATEST_FIRST;

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
   * Some of them.
   *
   * @param node of the node with this name
   * @param ours our own
   * @param before ids below this one
   */
  record Filter(Optional<String> node, boolean ours, long before, int limit) {

    /**
     * @throws ApiException 400 when both a node and ourselves are named
     */
    static Filter of(Given given) {
      Optional<String> node = given.get(Parameters.NODE);
      boolean ours = given.get(WHOSE).isPresent();
      if (ours && node.isPresent()) {
        throw ApiException.badRequest("Only one of 'node' and 'whose' can say whose heads.");
      }
      return new Filter(node, ours, given.cursor().orElse(Long.MAX_VALUE), given.limit());
    }
  }

  /** A page, the latest first. */
  Json.Page<List<ReorgJson>> list(Handle handle, Filter filter) {
    String statement = filter.ours() ? OURS : filter.node().isPresent() ? OF_NODE : ALL;
    return list(handle, statement, filter.node(), filter.before(), filter.limit());
  }

  private static Json.Page<List<ReorgJson>> list(
      Handle handle, String statement, Optional<String> node, long before, int limit) {
    Query query = handle.createQuery(Reader.limited(statement, limit + 1));
    node.ifPresent(name -> query.bind("name", name));
    List<ReorgJson> found =
        query
            .bind("before", before)
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
