package crosscheck.api;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/** Who agrees with whom: each node with each other, and with us. */
final class Agreement {

  /** Most nodes that are compared, in the order in which they were heard of. */
  static final int MOST_NODES = 100;

  private static final String STANDS =
      """
      select n.id, n.name,
             p.head_root, p.head_slot::text as head_slot,
             (select h.observed_at
              from node_heads h
              where h.node_id between s.node_id and s.node_id and h.id <= p.id and not h.repeats
              order by h.node_id desc, h.id desc
              limit 1) as head_since,
             s.finalized_epoch::text as finalized_epoch, s.finalized_root,
             (select b.canonical
              from blocks b
              where b.root = s.finalized_root
              order by b.canonical is true desc
              limit 1) as finalized_canonical,
             s.following_invalid_root,
             s.ancestor_root, s.ancestor_slot::text as ancestor_slot, s.diverged_since
      from node_status s
      join nodes n on n.id = s.node_id
      left join node_heads p on p.id = s.placed_head_id
      order by n.id
      limit :limit
      """;

  private static final String DIVERGENCES =
      """
      select node_id, other_id, ancestor_root, ancestor_slot::text as ancestor_slot, since
      from node_divergences
      """;

  private Agreement() {}

  /**
   * @param nodes the first of them is we, without a name
   * @param pairs each pair once, in the order of the nodes
   */
  record AgreementJson(List<Stand> nodes, List<PairJson> pairs) {}

  /**
   * One of those who are compared.
   *
   * @param node empty: we
   * @param head the last of its heads whose block is judged; empty when none is
   * @param headSince when it first said so; empty for ours
   * @param followingInvalid the block that makes its head invalid
   */
  record Stand(
      Optional<String> node,
      Optional<BlockPlace> head,
      Optional<Instant> headSince,
      Optional<CheckpointJson> finalized,
      Optional<Bytes> followingInvalid) {}

  /**
   * Two of them.
   *
   * @param a empty: we
   * @param head {@code same}; {@code same_branch}: one is an ancestor of the other; {@code apart}:
   *     neither is; {@code unknown}: the head of one of them is not known or not judged
   * @param ancestor last common block; empty when unknown
   * @param depthSlots from there to the farther of the two heads when they are apart, else 0; empty
   *     when unknown
   * @param distanceSlots slots between the two heads; empty when unknown
   * @param since since when they are apart without interruption; of the same head, since when both
   *     have it; empty for anything else
   * @param finalized {@code same}; {@code behind}: one has finalized less, and nothing contradicts;
   *     {@code conflict}: both cannot be right; {@code unknown}: one of them does not say
   */
  record PairJson(
      Optional<String> a,
      Optional<String> b,
      String head,
      Optional<BlockPlace> ancestor,
      Optional<Long> depthSlots,
      Optional<Long> distanceSlots,
      Optional<Instant> since,
      String finalized) {}

  private record Entry(
      int id,
      Stand stand,
      Optional<Boolean> finalizedCanonical,
      Optional<BlockPlace> ancestor,
      Optional<Instant> divergedSince) {}

  private record Apart(BlockPlace ancestor, Instant since) {}

  private record Key(int a, int b) {}

  /** All pairs, as things stand. */
  static AgreementJson now(Handle handle, Chain chain) {
    List<Entry> entries = new ArrayList<>(List.of(ours(chain.standing(handle))));
    handle
        .createQuery(Reader.limited(STANDS, MOST_NODES))
        .map((row, context) -> entry(row))
        .forEach(entries::add);
    Map<Key, Apart> apart = new HashMap<>();
    handle
        .createQuery(DIVERGENCES)
        .map(
            (row, context) ->
                Map.entry(
                    new Key(row.getInt("node_id"), row.getInt("other_id")),
                    new Apart(
                        BlockPlace.read(row, "ancestor").orElseThrow(),
                        row.getTimestamp("since").toInstant())))
        .forEach(found -> apart.put(found.getKey(), found.getValue()));
    for (Entry node : entries) {
      node.divergedSince()
          .ifPresent(
              since ->
                  apart.put(
                      new Key(0, node.id()), new Apart(node.ancestor().orElseThrow(), since)));
    }
    List<PairJson> pairs = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      for (int j = i + 1; j < entries.size(); j++) {
        Key key = new Key(entries.get(i).id(), entries.get(j).id());
        pairs.add(pair(entries.get(i), entries.get(j), Optional.ofNullable(apart.get(key))));
      }
    }
    return new AgreementJson(entries.stream().map(Entry::stand).toList(), pairs);
  }

  /** Number 0, which no node has. */
  private static Entry ours(Chain.Standing standing) {
    return new Entry(
        0,
        new Stand(
            Optional.empty(),
            Optional.of(new BlockPlace(standing.head().root(), standing.head().slot())),
            Optional.empty(),
            Optional.of(standing.finalized()),
            Optional.empty()),
        Optional.of(true),
        Optional.empty(),
        Optional.empty());
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getInt("id"),
        new Stand(
            Optional.of(row.getString("name")),
            BlockPlace.read(row, "head"),
            time(row, "head_since"),
            CheckpointJson.read(row, "finalized"),
            Optional.ofNullable(row.getBytes("following_invalid_root")).map(Bytes::wrap)),
        Optional.ofNullable((Boolean) row.getObject("finalized_canonical")),
        BlockPlace.read(row, "ancestor"),
        time(row, "diverged_since"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  private static PairJson pair(Entry a, Entry b, Optional<Apart> apart) {
    Stand one = a.stand();
    Stand other = b.stand();
    String finalized = finalized(a, b);
    if (one.head().isEmpty() || other.head().isEmpty()) {
      return new PairJson(
          one.node(),
          other.node(),
          "unknown",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          finalized);
    }
    BlockPlace head = one.head().get();
    BlockPlace otherHead = other.head().get();
    BlockPlace lower = slot(head).compareTo(slot(otherHead)) <= 0 ? head : otherHead;
    BlockPlace higher = lower == head ? otherHead : head;
    boolean same = head.root().equals(otherHead.root());
    BlockPlace ancestor = apart.map(Apart::ancestor).orElse(lower);
    return new PairJson(
        one.node(),
        other.node(),
        same ? "same" : apart.isPresent() ? "apart" : "same_branch",
        Optional.of(ancestor),
        Optional.of(apart.isPresent() && !same ? slots(ancestor, higher) : 0L),
        Optional.of(slots(lower, higher)),
        same ? later(one.headSince(), other.headSince()) : apart.map(Apart::since),
        finalized);
  }

  private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.or(() -> b);
    }
    return a.get().isAfter(b.get()) ? a : b;
  }

  private static String finalized(Entry a, Entry b) {
    Optional<CheckpointJson> one = a.stand().finalized();
    Optional<CheckpointJson> other = b.stand().finalized();
    if (one.isEmpty() || other.isEmpty()) {
      return "unknown";
    }
    boolean sameEpoch = one.get().epoch().equals(other.get().epoch());
    // Epoch 0 has the genesis block by one way of counting, and no block by the other.
    if (sameEpoch
        && (one.get().root().equals(other.get().root()) || one.get().epoch().equals("0"))) {
      return "same";
    }
    boolean against =
        a.finalizedCanonical().isPresent()
            && b.finalizedCanonical().isPresent()
            && !a.finalizedCanonical().equals(b.finalizedCanonical());
    return sameEpoch || against ? "conflict" : "behind";
  }

  private static BigInteger slot(BlockPlace place) {
    return new BigInteger(place.slot());
  }

  private static long slots(BlockPlace from, BlockPlace to) {
    return NodeLag.behind(to.slot(), from.slot());
  }
}
