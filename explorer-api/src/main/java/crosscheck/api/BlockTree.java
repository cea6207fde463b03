package crosscheck.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The tree of all blocks, the invalid ones too, for drawing: its segments, and the blocks of a
 * range of slots; now, or as it was after some import.
 *
 * <p>A chain of a million blocks is a handful of segments. Single blocks are told while there are
 * few enough in the range; beyond that only those that are not valid.
 */
final class BlockTree {

  /** Most forks in an answer: of more, those that began last. */
  private static final int MOST_FORKS = 2000;

  private static final String STANDING =
      """
      select h.import_order, h.head_root, h.head_slot::text as head_slot,
             h.justified_epoch::text as justified_epoch, h.justified_root,
             h.finalized_epoch::text as finalized_epoch, h.finalized_root,
             coalesce((
               select v.fork_id
               from verdicts v
               where v.input_id = h.head_input_id), 0) as head_fork
      from heads h
      where h.import_order <= :at
      order by h.import_order desc
      limit 1
      """;

  private static final String EXTENT =
      """
      select (select max(import_order) from verdicts) as import_count,
             (select judged_at from verdicts where import_order = :at) as judged_at
      """;

  private static final String TIP_SLOT =
      """
      select max(tip_slot)::text
      from forks
      """;

  /**
   * The first import of a valid block beyond a slot. Its parent is not beyond it, so it is among
   * the first blocks beyond it of the forks that cross it.
   */
  private static final String FIRST_BEYOND =
      """
      select min(beyond.import_order)
      from forks f
      cross join lateral (
        select v.import_order
        from blocks b
        join verdicts v on v.input_id = b.input_id
        where b.slot > :slot and v.fork_id = f.id
        order by b.slot
        limit 1) beyond
      where f.tip_slot > :slot and coalesce(f.base_slot, 0) <= :slot
      """;

  private static final String SLOT_OF_ROOT =
      """
      select b.slot::text
      from blocks b
      join verdicts v on v.input_id = b.input_id
      where b.root = :root and v.status = 'valid'
      limit 1
      """;

  private static final String FORKS_NOW =
      """
      select f.id, f.parent_id, f.base_root, f.base_slot::text as base_slot,
             f.first_root, f.first_slot::text as first_slot,
             f.tip_root, f.tip_slot::text as tip_slot,
             f.block_count, f.weight_gwei::text as weight_gwei
      from forks f
      where f.first_slot <= :to_slot and f.tip_slot >= :from_slot
      order by f.id desc
      limit :limit
      """;

  private static final String DECIDED =
      """
      select f.id, CANONICAL as canonical
      from forks f
        join decoded_blocks b on b.root = f.first_root
        join verdicts v on v.input_id = b.input_id and v.fork_id = f.id
      where f.id = any (:these)
      """
          .replace("CANONICAL", BlockRows.CANONICAL);

  /**
   * As they were then. A fork that went on after the import is cut there: the import that is wanted
   * is not far back.
   */
  private static final String FORKS =
      """
      select f.id, f.parent_id, f.base_root, f.base_slot::text as base_slot,
             f.first_root, f.first_slot::text as first_slot,
             coalesce(cut.root, f.tip_root) as tip_root,
             coalesce(cut.slot, f.tip_slot)::text as tip_slot,
             f.block_count, f.weight_gwei::text as weight_gwei,
             case when f.id = 0 then true else first.canonical end as canonical
      from forks f
      left join lateral (
        select v.import_order, b.canonical
        from blocks b
        join verdicts v on v.input_id = b.input_id
        where b.root = f.first_root and v.fork_id = f.id
        limit 1) first on true
      left join lateral (
        select v.import_order
        from blocks b
        join verdicts v on v.input_id = b.input_id
        where b.root = f.tip_root and v.fork_id = f.id
        limit 1) tip on true
      left join lateral (
        select b.root, b.slot
        from verdicts v
        join blocks b on b.input_id = v.input_id
        where tip.import_order > :at and v.import_order <= :at and v.fork_id = f.id
        order by v.import_order desc
        limit 1) cut on true
      where f.first_slot <= :to_slot and f.tip_slot >= :from_slot
        and (f.id = 0 or first.import_order <= :at)
      order by f.id desc
      limit :limit
      """;

  private static final String BLOCK_COLUMNS =
      """
      select b.input_id, b.root, b.hash, b.slot::text as slot, b.parent_root, v.fork_id,
             v.proposer_index, v.status, v.waiting_for, v.import_order, v.failure_function,
             v.failure_check, v.failure_message, v.fork_choice_check
      from decoded_blocks b
      join verdicts v on v.input_id = b.input_id
      where b.slot between :from_slot and :to_slot
        and (v.import_order <= :at or (v.import_order is null and :now))
      """;

  private static final String BLOCKS =
      BLOCK_COLUMNS + "order by b.slot, v.import_order, b.input_id\nlimit :limit\n";

  private static final String NOT_VALID =
      BLOCK_COLUMNS
          + "  and v.status in ('invalid', 'error')\n"
          + "order by b.input_id desc\nlimit :limit\n";

  /** All that are not valid and decode, from now back. */
  private static final String LATEST_NOT_VALID =
      """
      with found as materialized (
        (select input_id from verdicts where status = 'invalid' order by input_id desc limit :limit)
        union all
        (select input_id from verdicts where status = 'error' order by input_id desc limit :limit))
      """
          + BLOCK_COLUMNS
          + "  and b.input_id in (select input_id from found)\n"
          + "order by b.input_id desc\nlimit :limit\n";

  private static final String MORE_THAN =
      """
      select count(*) >= :limit
      from (
        select
        from decoded_blocks
        where slot between :from_slot and :to_slot
        limit :limit) counted
      """;

  private static final String NODE_HEADS =
      """
      select n.name, h.head_root, h.head_slot::text as head_slot, h.resolution, h.fork_id,
             h.observed_at
      from nodes n
      cross join lateral (
        select *
        from node_heads h
        where h.node_id = n.id and h.observed_at <= coalesce(cast(:until as timestamptz), 'infinity')
        order by h.observed_at desc, h.id desc
        limit 1) h
      order by n.name
      limit 500
      """;

  private final Chain chain;

  /** By number of a fork, whether finality is for it; what it has decided, it has for ever. */
  private final Map<Integer, Boolean> decided = new ConcurrentHashMap<>();

  BlockTree(Chain chain) {
    this.chain = chain;
  }

  /**
   * The tree, or a part of it.
   *
   * @param at the import after which it stood so; empty: now
   * @param importCount imports so far: the greatest value of {@code at}
   * @param firstSlot where the whole tree begins
   * @param lastSlot where it ends: the slot of its last block, or the clock's when that is at most
   *     an epoch later
   * @param fromSlot first slot of this answer
   * @param toSlot last slot of this answer
   * @param complete whether {@code blocks} has every block of these slots; else only some of those
   *     that are not valid
   */
  record TreeJson(
      Optional<Long> at,
      long importCount,
      String firstSlot,
      String lastSlot,
      String fromSlot,
      String toSlot,
      Head head,
      Mark justified,
      Mark finalized,
      List<TreeFork> forks,
      boolean complete,
      List<TreeBlock> blocks,
      List<NodeMark> nodes) {}

  /** The head of fork choice, and its fork. */
  record Head(Bytes root, String slot, int forkId) {}

  /**
   * A checkpoint and its block.
   *
   * @param slot of the block, which is that of the epoch's beginning or earlier
   */
  record Mark(String epoch, Bytes root, String slot) {}

  /**
   * A segment of the tree of valid blocks.
   *
   * @param tip its last block then
   * @param blockCount blocks on it now
   * @param weightGwei votes for its blocks and for those that descend from it, as fork choice
   *     weighs them now: effective balance of the validators whose latest vote is there
   */
  record TreeFork(
      int forkId,
      Optional<Integer> parentId,
      Optional<BlockPlace> base,
      BlockPlace first,
      BlockPlace tip,
      int blockCount,
      String weightGwei,
      Optional<Boolean> canonical) {

    private TreeFork decided(Optional<Boolean> word) {
      return new TreeFork(forkId, parentId, base, first, tip, blockCount, weightGwei, word);
    }
  }

  /**
   * A block.
   *
   * @param forkId empty unless it is valid
   * @param check name of the check that failed, in the transition or in fork choice
   */
  record TreeBlock(
      long inputId,
      Bytes root,
      Bytes hash,
      String slot,
      Bytes parentRoot,
      Optional<Integer> forkId,
      Optional<Long> proposerIndex,
      String verdict,
      Optional<Long> importOrder,
      Optional<String> function,
      Optional<String> check,
      Optional<String> message) {}

  /**
   * Where a node's head was.
   *
   * @param lagging whether it is more than {@link Nodes#LAGGING_SLOTS} behind our head of then
   * @param resolution as in the table of node heads
   */
  record NodeMark(
      String node, BlockPlace head, String resolution, Optional<Integer> forkId, boolean lagging) {}

  /**
   * What a request asks for.
   *
   * @param atSlot as it was before a block of a later slot came; not together with {@code at}
   * @param limit most single blocks
   */
  record Asked(
      Optional<BigInteger> fromSlot,
      Optional<BigInteger> toSlot,
      Optional<Long> at,
      Optional<BigInteger> atSlot,
      int limit) {

    private static final Parameter<BigInteger> FROM_SLOT =
        Parameters.uint64("from_slot", "From this slot on.");
    private static final Parameter<BigInteger> TO_SLOT =
        Parameters.uint64("to_slot", "Up to this slot.");
    private static final Parameter<Long> AT =
        Parameters.id("at", "As it was after this import.", "an import order, decimal");
    private static final Parameter<BigInteger> AT_SLOT =
        Parameters.uint64("at_slot", "As it was before a valid block of a later slot came.");

    static final List<Parameter<?>> PARAMETERS =
        List.of(FROM_SLOT, TO_SLOT, AT, AT_SLOT, Parameters.limit(2000, 10_000));

    static Asked of(Given given) {
      if (given.get(AT).isPresent() && given.get(AT_SLOT).isPresent()) {
        throw ApiException.badRequest("at and at_slot: only one of them can be given.");
      }
      return new Asked(
          given.get(FROM_SLOT),
          given.get(TO_SLOT),
          given.get(AT),
          given.get(AT_SLOT),
          given.limit());
    }

    /** With the import that the slot means; nothing of a later slot is told. */
    private Asked resolved(Handle handle) {
      if (atSlot.isEmpty()) {
        return this;
      }
      BigInteger slot = atSlot.get();
      Optional<Long> beyond =
          handle
              .createQuery(FIRST_BEYOND)
              .bind("slot", new BigDecimal(slot))
              .mapTo(Long.class)
              .findOne();
      return new Asked(
          fromSlot, toSlot.map(slot::min), beyond.map(order -> order - 1), atSlot, limit);
    }
  }

  private record Extent(long importCount, Optional<Instant> judgedAt) {}

  private record Question(Asked asked, BigInteger lastSlot) {}

  /** What the answer depends on besides the database: the clock, too, says where the tree ends. */
  Object question(Handle handle, Asked asked) {
    Network network = chain.network(handle);
    return new Question(asked, lastSlot(network, tipSlot(handle, network)));
  }

  /** The part asked for. */
  TreeJson of(Handle handle, Asked question) {
    Asked asked = question.resolved(handle);
    Network network = chain.network(handle);
    long at = asked.at().orElse(Long.MAX_VALUE);
    Extent extent = extent(handle, at);
    BigInteger genesis = new BigInteger(network.genesisSlot());
    BigInteger tip = tipSlot(handle, network);
    BigInteger last = lastSlot(network, tip);
    BigInteger from = asked.fromSlot().orElse(genesis);
    BigInteger to = asked.toSlot().or(asked::atSlot).orElse(last);
    Chain.Standing now = chain.standing(handle);
    Optional<Standing> then = standing(handle, network, at);
    Head head =
        then.map(Standing::head).orElseGet(() -> new Head(now.head().root(), now.head().slot(), 0));
    Mark start = new Mark("0", network.genesisRoot(), network.genesisSlot());
    // Of all blocks there are always too many, and counting is less work than reading them.
    boolean complete = asked.at().isPresent() || !tooMany(handle, from, to, asked.limit());
    List<TreeBlock> blocks =
        complete ? blocks(handle, BLOCKS, from, to, asked, asked.limit() + 1) : List.of();
    if (!complete || blocks.size() > asked.limit()) {
      complete = false;
      boolean all = asked.at().isEmpty() && from.compareTo(genesis) <= 0 && to.compareTo(tip) >= 0;
      blocks = blocks(handle, all ? LATEST_NOT_VALID : NOT_VALID, from, to, asked, asked.limit());
    }
    return new TreeJson(
        asked.at(),
        extent.importCount(),
        genesis.toString(),
        last.toString(),
        from.toString(),
        to.toString(),
        head,
        then.map(Standing::justified).orElse(start),
        then.map(Standing::finalized).orElse(start),
        forks(handle, from, to, asked.at()),
        complete,
        blocks,
        nodes(handle, extent.judgedAt(), new BigInteger(head.slot())));
  }

  private static Extent extent(Handle handle, long at) {
    return handle
        .createQuery(EXTENT)
        .bind("at", at)
        .map(
            (row, context) ->
                new Extent(
                    row.getLong("import_count"),
                    Optional.ofNullable(row.getTimestamp("judged_at")).map(Timestamp::toInstant)))
        .one();
  }

  /** Of the last block of all forks; that of genesis when there is none. */
  private static BigInteger tipSlot(Handle handle, Network network) {
    return new BigInteger(
        handle.createQuery(TIP_SLOT).mapTo(String.class).findOne().orElse(network.genesisSlot()));
  }

  /**
   * The clock's slot, so that empty slots are seen at the end; but an old tree ends with itself.
   */
  private BigInteger lastSlot(Network network, BigInteger tip) {
    BigInteger clock = new BigInteger(chain.slotClock(network).slot());
    boolean near = clock.compareTo(tip.add(BigInteger.valueOf(network.slotsPerEpoch()))) <= 0;
    return near ? clock.max(tip) : tip;
  }

  private record Standing(Head head, Mark justified, Mark finalized) {}

  private static Optional<Standing> standing(Handle handle, Network network, long at) {
    return handle
        .createQuery(STANDING)
        .bind("at", at)
        .map(
            (row, context) ->
                new Standing(
                    new Head(
                        Bytes.wrap(row.getBytes("head_root")),
                        row.getString("head_slot"),
                        row.getInt("head_fork")),
                    mark(handle, network, row, "justified"),
                    mark(handle, network, row, "finalized")))
        .findOne();
  }

  private static Mark mark(Handle handle, Network network, ResultSet row, String name)
      throws SQLException {
    byte[] root = row.getBytes(name + "_root");
    String slot =
        handle
            .createQuery(SLOT_OF_ROOT)
            .bind("root", root)
            .mapTo(String.class)
            .findOne()
            .orElse(network.genesisSlot());
    return new Mark(row.getString(name + "_epoch"), Bytes.wrap(root), slot);
  }

  private static boolean tooMany(Handle handle, BigInteger from, BigInteger to, int limit) {
    return handle
        .createQuery(Reader.limited(MORE_THAN, limit + 1))
        .bind("from_slot", new BigDecimal(from))
        .bind("to_slot", new BigDecimal(to))
        .mapTo(Boolean.class)
        .one();
  }

  private List<TreeFork> forks(Handle handle, BigInteger from, BigInteger to, Optional<Long> at) {
    Query query =
        handle
            .createQuery(Reader.limited(at.isPresent() ? FORKS : FORKS_NOW, MOST_FORKS))
            .bind("from_slot", new BigDecimal(from))
            .bind("to_slot", new BigDecimal(to));
    if (at.isPresent()) {
      return query
          .bind("at", at.get())
          .map(
              (row, context) ->
                  fork(row, Optional.ofNullable((Boolean) row.getObject("canonical"))))
          .list();
    }
    List<TreeFork> forks = query.map((row, context) -> fork(row, Optional.empty())).list();
    Map<Integer, Boolean> canonical = canonical(handle, forks);
    return forks.stream()
        .map(fork -> fork.decided(Optional.ofNullable(canonical.get(fork.forkId()))))
        .toList();
  }

  /** What finality says of forks; nothing of those it has not decided. */
  private Map<Integer, Boolean> canonical(Handle handle, List<TreeFork> forks) {
    // The first fork begins with genesis.
    decided.put(0, true);
    Integer[] open =
        forks.stream()
            .map(TreeFork::forkId)
            .filter(id -> !decided.containsKey(id))
            .toArray(Integer[]::new);
    if (open.length > 0) {
      handle
          .createQuery(DECIDED)
          .bind("these", open)
          .map(
              (row, context) ->
                  Map.entry(
                      row.getInt("id"), Optional.ofNullable((Boolean) row.getObject("canonical"))))
          .forEach(found -> found.getValue().ifPresent(word -> decided.put(found.getKey(), word)));
    }
    return decided;
  }

  private static TreeFork fork(ResultSet row, Optional<Boolean> canonical) throws SQLException {
    return new TreeFork(
        row.getInt("id"),
        integer(row, "parent_id"),
        BlockPlace.read(row, "base"),
        BlockPlace.read(row, "first").orElseThrow(),
        BlockPlace.read(row, "tip").orElseThrow(),
        row.getInt("block_count"),
        row.getString("weight_gwei"),
        canonical);
  }

  private static List<TreeBlock> blocks(
      Handle handle, String sql, BigInteger from, BigInteger to, Asked asked, int limit) {
    Query query =
        handle
            .createQuery(Reader.limited(sql, limit))
            .bind("from_slot", new BigDecimal(from))
            .bind("to_slot", new BigDecimal(to))
            .bind("at", asked.at().orElse(Long.MAX_VALUE))
            .bind("now", asked.at().isEmpty());
    return query.map((row, context) -> block(row)).list();
  }

  private static TreeBlock block(ResultSet row) throws SQLException {
    Optional<String> waiting = Optional.ofNullable(row.getString("waiting_for"));
    return new TreeBlock(
        row.getLong("input_id"),
        Bytes.wrap(row.getBytes("root")),
        Bytes.wrap(row.getBytes("hash")),
        row.getString("slot"),
        Bytes.wrap(row.getBytes("parent_root")),
        integer(row, "fork_id"),
        big(row, "proposer_index"),
        VerdictWord.of(row.getString("status"), waiting).word(),
        big(row, "import_order"),
        Optional.ofNullable(row.getString("failure_function")),
        Optional.ofNullable(row.getString("failure_check"))
            .or(() -> optional(row, "fork_choice_check")),
        Optional.ofNullable(row.getString("failure_message")));
  }

  private static Optional<String> optional(ResultSet row, String column) {
    try {
      return Optional.ofNullable(row.getString(column));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<NodeMark> nodes(Handle handle, Optional<Instant> until, BigInteger head) {
    return handle
        .createQuery(NODE_HEADS)
        .bind("until", until.map(Timestamp::from).orElse(null))
        .map(
            (row, context) -> {
              BlockPlace place = BlockPlace.read(row, "head").orElseThrow();
              BigInteger behind = head.subtract(new BigInteger(place.slot()));
              return new NodeMark(
                  row.getString("name"),
                  place,
                  row.getString("resolution"),
                  integer(row, "fork_id"),
                  behind.compareTo(BigInteger.valueOf(Nodes.LAGGING_SLOTS)) > 0);
            })
        .list();
  }

  private static Optional<Integer> integer(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  private static Optional<Long> big(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }
}
