package crosscheck.api;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How far a node's head was behind ours, each time it said something new. */
final class NodeLag {

  private static final String NODE =
      """
      select id
      from nodes
      where name = :name
      """;

  private static final String LAGS =
      """
      select h.id, h.observed_at, h.head_root, h.head_slot::text as head_slot,
             h.our_slot::text as our_slot,
             lead(h.head_slot) over (order by h.id desc)::text as slot_before
      from (
        select *
        from node_heads
        where node_id between :node_id and :node_id and id < :before and not repeats
        order by node_id desc, id desc
        limit :limit) h
      order by h.id desc
      """;

  private NodeLag() {}

  /**
   * A node at the moment in which it said something new.
   *
   * @param head what it said
   * @param ourSlot slot of our head then; empty for what was said before this was recorded
   * @param lagSlots slots from its head to ours; 0 when it was not behind
   * @param lagSlotsBefore how far behind it had been until then: with its head before. Empty when
   *     it said nothing before
   */
  record LagJson(
      Instant observedAt,
      BlockPlace head,
      Optional<String> ourSlot,
      Optional<Long> lagSlots,
      Optional<Long> lagSlotsBefore) {}

  private record Row(long id, LagJson lag) {}

  /**
   * A page, the latest first.
   *
   * @param before ids of {@code node_heads} below this one
   * @throws ApiException 404 when no node has this name
   */
  static Json.Page<List<LagJson>> page(Handle handle, String name, long before, int limit) {
    int node =
        handle
            .createQuery(NODE)
            .bind("name", name)
            .mapTo(Integer.class)
            .findOne()
            .orElseThrow(() -> Nodes.unknown(name));
    List<Row> found =
        handle
            .createQuery(Reader.limited(LAGS, limit + 1))
            .bind("node_id", node)
            .bind("before", before)
            .map((row, context) -> read(row))
            .list();
    Json.Page<List<Row>> page = Json.Page.of(found, limit, row -> String.valueOf(row.id()));
    return new Json.Page<>(page.data().stream().map(Row::lag).toList(), page.meta());
  }

  private static Row read(ResultSet row) throws SQLException {
    BlockPlace head = BlockPlace.read(row, "head").orElseThrow();
    Optional<String> ours = Optional.ofNullable(row.getString("our_slot"));
    Optional<String> before = Optional.ofNullable(row.getString("slot_before"));
    return new Row(
        row.getLong("id"),
        new LagJson(
            row.getTimestamp("observed_at").toInstant(),
            head,
            ours,
            ours.map(slot -> behind(slot, head.slot())),
            ours.flatMap(slot -> before.map(head0 -> behind(slot, head0)))));
  }

  /** Slots from a head to ours; 0 when it is not behind. */
  static long behind(String ourSlot, String slot) {
    BigInteger lag = new BigInteger(ourSlot).subtract(new BigInteger(slot));
    return lag.max(BigInteger.ZERO).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }
}
