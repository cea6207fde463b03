package crosscheck.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tree of valid blocks, as its segments. */
final class Forks {

  /** Most children in a detail. */
  static final int MOST_CHILDREN = 100;

  private static final String COLUMNS =
      """
      select f.id, f.parent_id, f.base_root, f.base_slot::text as base_slot,
             f.first_root, f.first_slot::text as first_slot,
             f.tip_root, f.tip_slot::text as tip_slot, f.block_count, f.created_at,
             case when f.id = 0 then true else (
               select CANONICAL
               from decoded_blocks b
                 join verdicts v on v.input_id = b.input_id
               where b.root = f.first_root and v.fork_id = f.id
               limit 1) end as canonical
      from forks f
      """
          .replace("CANONICAL", BlockRows.CANONICAL);

  private static final String NODES =
      """
      select s.fork_id, n.name
      from node_status s
        join nodes n on n.id = s.node_id
      where s.fork_id is not null
      order by n.name
      """;

  private static final String LIST =
      COLUMNS
          + """
          where f.id < :before
          order by f.id desc
          limit :limit
          """;

  private static final String ONE = COLUMNS + "where f.id = :fork_id\n";

  private static final String CHILDREN =
      COLUMNS
          + """
          where f.parent_id = :fork_id
          order by f.id
          limit :limit
          """;

  private final Chain chain;

  Forks(Chain chain) {
    this.chain = chain;
  }

  /**
   * A segment.
   *
   * @param forkId from 0, in order of creation
   * @param parentId the fork that the base is on; empty for fork 0
   * @param base parent of the first block
   * @param blockCount blocks on it; the genesis block is not counted
   * @param canonical whether its first block is on the finalized chain; empty: not decided
   * @param inHeadChain whether the chain of our head passes through it
   * @param nodes names of the nodes whose heads are on it
   */
  record ForkJson(
      int forkId,
      Optional<Integer> parentId,
      Optional<BlockPlace> base,
      BlockPlace first,
      BlockPlace tip,
      int blockCount,
      Optional<Boolean> canonical,
      boolean inHeadChain,
      List<String> nodes,
      Instant createdAt) {}

  /** A segment with those that begin on it. */
  record ForkDetail(@JsonUnwrapped ForkJson fork, List<ForkJson> children) {}

  /** A page of forks with ids below {@code before}, the latest first. */
  Json.Page<List<ForkJson>> list(Handle handle, int before, int limit) {
    Present now = now(handle);
    List<ForkJson> found =
        handle
            .createQuery(Reader.limited(LIST, limit + 1))
            .bind("before", before)
            .map((row, context) -> read(row, now))
            .list();
    return Json.Page.of(found, limit, fork -> String.valueOf(fork.forkId()));
  }

  /**
   * One fork.
   *
   * @throws ApiException 404 when there is none with this id
   */
  ForkDetail detail(Handle handle, int id) {
    Present now = now(handle);
    ForkJson fork =
        handle
            .createQuery(ONE)
            .bind("fork_id", id)
            .map((row, context) -> read(row, now))
            .findOne()
            .orElseThrow(() -> ApiException.notFound("There is no fork " + id + "."));
    List<ForkJson> children =
        handle
            .createQuery(Reader.limited(CHILDREN, MOST_CHILDREN))
            .bind("fork_id", id)
            .map((row, context) -> read(row, now))
            .list();
    return new ForkDetail(fork, children);
  }

  /**
   * What is so now.
   *
   * @param head the chain of the head
   * @param nodes names of the nodes whose heads are on a fork
   */
  private record Present(Lineage.Segments head, Map<Integer, List<String>> nodes) {}

  private Present now(Handle handle) {
    Map<Integer, List<String>> nodes = new HashMap<>();
    handle
        .createQuery(NODES)
        .map((row, context) -> Map.entry(row.getInt("fork_id"), row.getString("name")))
        .forEach(
            found ->
                nodes
                    .computeIfAbsent(found.getKey(), fork -> new ArrayList<>())
                    .add(found.getValue()));
    return new Present(
        chain.lineage().of(handle, Branch.of(handle, chain, Branch.Asked.HEAD)), nodes);
  }

  private static ForkJson read(ResultSet row, Present now) throws SQLException {
    int parent = row.getInt("parent_id");
    Optional<Integer> parentId = row.wasNull() ? Optional.empty() : Optional.of(parent);
    return new ForkJson(
        row.getInt("id"),
        parentId,
        BlockPlace.read(row, "base"),
        BlockPlace.read(row, "first").orElseThrow(),
        BlockPlace.read(row, "tip").orElseThrow(),
        row.getInt("block_count"),
        Optional.ofNullable((Boolean) row.getObject("canonical")),
        row.getInt("id") == 0 || now.head().touch(row.getInt("id")),
        now.nodes().getOrDefault(row.getInt("id"), List.of()),
        row.getTimestamp("created_at").toInstant());
  }
}
