package crosscheck.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/** How each node stands: its head and finality beside ours, on which fork, how far away. */
final class Nodes {

  /** A node that was not heard of for so many slots is silent. */
  static final int SILENT_SLOTS = 4;

  /** A node whose head is more slots than this behind ours is lagging. */
  static final int LAGGING_SLOTS = 4;

  /** Most heads and reorgs in a detail. */
  static final int MOST_RELATED = 50;

  /**
   * What a node said is looked for as a range, so that it is by the index of nodes: among what all
   * said, from the last back, it may be far for one that fell silent long ago.
   */
  private static final String COLUMNS =
      """
      select n.id, n.name, s.state, s.state_since, s.message, s.client_version,
             s.first_seen_at, s.last_seen_at, s.last_head_at,
             s.head_root, s.head_slot::text as head_slot,
             s.justified_epoch::text as justified_epoch, s.justified_root,
             s.finalized_epoch::text as finalized_epoch, s.finalized_root,
             s.fork_id, s.ancestor_root, s.ancestor_slot::text as ancestor_slot, s.depth_slots,
             s.diverged_since, s.following_invalid_root, s.following_invalid_since,
             (select h.observed_at
              from node_heads h
              where h.node_id between n.id and n.id and not h.repeats
              order by h.node_id desc, h.id desc
              limit 1) as head_since,
             (select jsonb_agg(
                jsonb_build_object(
                  'source', w.name, 'kind', w.kind, 'status', coalesce(t.status, 'starting'),
                  'message', t.message)
                order by w.name)
              from source_settings w
              left join source_status t on t.name = w.name
              where w.node = n.name)::text as sources,
             (select coalesce(b.slot, g.genesis_slot)::text
              from head_changes c
                cross join networks g
                left join decoded_blocks b on b.input_id = c.head_input_id
              order by c.import_order desc
              limit 1) as our_slot
      from nodes n
      left join node_status s on s.node_id = n.id
      """;

  private static final String LIST =
      COLUMNS
          + """
          where n.id > :after
          order by n.id
          limit :limit
          """;

  private static final String ONE = COLUMNS + "where n.name = :name\n";

  private static final String HEADS =
      """
      select h.observed_at, h.head_root, h.head_slot::text as head_slot,
             h.justified_epoch::text as justified_epoch, h.justified_root,
             h.finalized_epoch::text as finalized_epoch, h.finalized_root,
             h.resolution, h.fork_id, h.invalid_root
      from node_heads h
      where h.node_id between :node_id and :node_id and not h.repeats
      order by h.node_id desc, h.id desc
      limit :limit
      """;

  private final Clock clock;
  private final Chain chain;
  private final Reorgs reorgs;

  Nodes(Clock clock, Chain chain, Reorgs reorgs) {
    this.clock = clock;
    this.chain = chain;
    this.reorgs = reorgs;
  }

  /**
   * A node.
   *
   * @param state {@code not_asked}: it delivers blocks, but nobody asks it how it stands; {@code
   *     unreachable}, {@code timeout}, {@code error}, {@code garbage}, {@code lying}: so it failed
   *     when it was asked last; {@code silent}: it was not heard of for {@link #SILENT_SLOTS};
   *     {@code lagging}: more than {@link #LAGGING_SLOTS} behind our head; {@code ok}
   * @param stateSince since when the outcome of asking is what it is; empty for {@code not_asked}
   * @param head as it says
   * @param lagSlots slots from its head to ours; 0 when it is not behind, empty when not known
   * @param forkId the fork that its head is on; empty when its head is not known to be valid
   * @param divergence empty when its head and ours are on the same branch, or its head not known
   * @param followingInvalid empty unless it builds on a block that we find invalid
   * @param headSince when it first said what it says now
   * @param sources that ask it or deliver for it: {@code source}, {@code kind}, {@code status},
   *     {@code message}, as in the list of sources; empty: it is known from what was delivered
   * @param sightings how soon it has blocks; empty when nothing could be compared yet
   */
  record NodeJson(
      String node,
      String state,
      Optional<Instant> stateSince,
      Optional<String> message,
      Optional<String> clientVersion,
      Optional<Instant> firstSeenAt,
      Optional<Instant> lastSeenAt,
      Optional<Instant> lastHeadAt,
      Optional<BlockPlace> head,
      Optional<CheckpointJson> justified,
      Optional<CheckpointJson> finalized,
      Optional<Long> lagSlots,
      Optional<Integer> forkId,
      Optional<Divergence> divergence,
      Optional<FollowingInvalid> followingInvalid,
      Optional<Instant> headSince,
      JsonNode sources,
      Optional<Sightings.SightingsJson> sightings) {

    NodeJson with(Optional<Sightings.SightingsJson> counted) {
      return new NodeJson(
          node,
          state,
          stateSince,
          message,
          clientVersion,
          firstSeenAt,
          lastSeenAt,
          lastHeadAt,
          head,
          justified,
          finalized,
          lagSlots,
          forkId,
          divergence,
          followingInvalid,
          headSince,
          sources,
          counted);
    }
  }

  /**
   * A node's head on another branch than ours.
   *
   * @param ancestor last common block
   * @param depthSlots from there to the farther of the two heads
   */
  record Divergence(BlockPlace ancestor, long depthSlots, Instant since) {}

  /**
   * A node's head that is, or descends from, an invalid block.
   *
   * @param root the block that failed by itself
   */
  record FollowingInvalid(Bytes root, Instant since) {}

  /**
   * Something a node said of its chain.
   *
   * @param resolution what became of its head: {@code new}, {@code waiting}, {@code valid}, {@code
   *     invalid}, {@code given_up}
   */
  record NodeHead(
      Instant observedAt,
      BlockPlace head,
      Optional<CheckpointJson> justified,
      Optional<CheckpointJson> finalized,
      String resolution,
      Optional<Integer> forkId,
      Optional<Bytes> invalidRoot) {}

  /** A node with what it said lately, the latest first, and its latest reorgs. */
  record NodeDetail(
      @JsonUnwrapped NodeJson node, List<NodeHead> heads, List<Reorgs.ReorgJson> reorgs) {}

  private record Row(int id, NodeJson node) {}

  /** A page of nodes with ids above {@code after}, in the order in which they were heard of. */
  Json.Page<List<NodeJson>> list(Handle handle, int after, int limit) {
    int seconds = chain.network(handle).secondsPerSlot();
    List<Row> found =
        handle
            .createQuery(Reader.limited(LIST, limit + 1))
            .bind("after", after)
            .map((row, context) -> read(row, seconds))
            .list();
    Json.Page<List<Row>> page = Json.Page.of(found, limit, row -> String.valueOf(row.id()));
    Map<Integer, Sightings.SightingsJson> sightings =
        Sightings.of(handle, page.data().stream().map(Row::id).toList());
    return new Json.Page<>(
        page.data().stream()
            .map(row -> row.node().with(Optional.ofNullable(sightings.get(row.id()))))
            .toList(),
        page.meta());
  }

  /**
   * One node.
   *
   * @throws ApiException 404 when none has this name
   */
  NodeDetail detail(Handle handle, String name) {
    int seconds = chain.network(handle).secondsPerSlot();
    Row row =
        handle
            .createQuery(ONE)
            .bind("name", name)
            .map((found, context) -> read(found, seconds))
            .findOne()
            .orElseThrow(() -> unknown(name));
    List<NodeHead> heads =
        handle
            .createQuery(Reader.limited(HEADS, MOST_RELATED))
            .bind("node_id", row.id())
            .map((head, context) -> head(head))
            .list();
    return new NodeDetail(
        row.node().with(Sightings.of(handle, row.id())),
        heads,
        reorgs
            .list(handle, new Reorgs.Filter(Optional.of(name), false, Long.MAX_VALUE, MOST_RELATED))
            .data());
  }

  /** No node has this name. */
  static ApiException unknown(String name) {
    String shown = name.length() > 80 ? name.substring(0, 80) + "…" : name;
    return ApiException.notFound("No node has the name '" + shown + "'.");
  }

  private static NodeHead head(ResultSet row) throws SQLException {
    return new NodeHead(
        row.getTimestamp("observed_at").toInstant(),
        BlockPlace.read(row, "head").orElseThrow(),
        CheckpointJson.read(row, "justified"),
        CheckpointJson.read(row, "finalized"),
        row.getString("resolution"),
        number(row, "fork_id"),
        Optional.ofNullable(row.getBytes("invalid_root")).map(Bytes::wrap));
  }

  private Row read(ResultSet row, int secondsPerSlot) throws SQLException {
    Optional<BlockPlace> head = BlockPlace.read(row, "head");
    Optional<Long> lag =
        head.flatMap(
            place -> Optional.ofNullable(our(row)).map(ours -> NodeLag.behind(ours, place.slot())));
    Optional<Instant> lastSeen = time(row, "last_seen_at");
    Optional<Instant> diverged = time(row, "diverged_since");
    Optional<BlockPlace> ancestor = BlockPlace.read(row, "ancestor");
    long depth = row.getLong("depth_slots");
    Optional<Bytes> invalid =
        Optional.ofNullable(row.getBytes("following_invalid_root")).map(Bytes::wrap);
    Optional<Instant> invalidSince = time(row, "following_invalid_since");
    return new Row(
        row.getInt("id"),
        new NodeJson(
            row.getString("name"),
            state(Optional.ofNullable(row.getString("state")), lastSeen, lag, secondsPerSlot),
            time(row, "state_since"),
            Optional.ofNullable(row.getString("message")),
            Optional.ofNullable(row.getString("client_version")),
            time(row, "first_seen_at"),
            lastSeen,
            time(row, "last_head_at"),
            head,
            CheckpointJson.read(row, "justified"),
            CheckpointJson.read(row, "finalized"),
            lag,
            number(row, "fork_id"),
            diverged.map(since -> new Divergence(ancestor.orElseThrow(), depth, since)),
            invalid.map(root -> new FollowingInvalid(root, invalidSince.orElseThrow())),
            time(row, "head_since"),
            Json.parse(Optional.ofNullable(row.getString("sources")).orElse("[]")),
            Optional.empty()));
  }

  private String state(
      Optional<String> asked, Optional<Instant> lastSeen, Optional<Long> lag, int secondsPerSlot) {
    if (asked.isEmpty()) {
      return "not_asked";
    }
    if (!asked.get().equals("ok")) {
      return asked.get();
    }
    Duration silence = Duration.ofSeconds((long) SILENT_SLOTS * secondsPerSlot);
    if (lastSeen.orElseThrow().plus(silence).isBefore(clock.instant())) {
      return "silent";
    }
    return lag.orElse(0L) > LAGGING_SLOTS ? "lagging" : "ok";
  }

  private static String our(ResultSet row) {
    try {
      return row.getString("our_slot");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Integer> number(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
