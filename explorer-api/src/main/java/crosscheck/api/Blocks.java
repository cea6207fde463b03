package crosscheck.api;

import crosscheck.bls.ConfirmedChecker;
import crosscheck.spec.Check;
import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Blocks: the list, one in detail with its neighbours, the bytes. */
final class Blocks {

  /** Most neighbours of one kind in a detail: children, copies, others in the slot. */
  static final int MOST_RELATED = 32;

  /** Most blocks in one answer of a detail: a slot may hold any number of them. */
  static final int MOST_DETAILS = 32;

  /** As the view of blocks has it, where block and verdict are joined already. */
  static final String CANONICAL =
      """
      case
               when v.off_chain then false
               when v.fork_id is not null and b.slot <= (select finalized_slot()) then true
             end""";

  private static final String COLUMNS =
      """
      select v.input_id, sha256(i.ssz) as sha256, octet_length(i.ssz) as size_bytes, i.received_at,
             b.root, b.hash, b.slot::text as slot,
             div(b.slot, (select (c.config ->> 'SLOTS_PER_EPOCH')::numeric from networks c))::text
               as epoch,
             b.parent_root,
             case when b.root is not null then substring(i.ssz from 41 for 32) end as state_root,
             v.proposer_index, CANONICAL as canonical, v.fork_id, b.proposer_slashing_count,
             b.attester_slashing_count, b.attestation_count, b.deposit_count,
             b.voluntary_exit_count, b.transfer_count,
             v.status, v.waiting_for, v.import_order, v.judged_at, v.judging_micros,
             v.attempt_count,
             case when v.judged_at is not null then n.spec_version end as spec_version,
             v.failure_function, v.failure_assertion, v.failure_check, v.failure_message,
             v.failure_path, v.failure_expected, v.failure_actual, v.invalid_ancestor_root,
             v.fork_choice_function, v.fork_choice_assertion, v.fork_choice_check,
             v.fork_choice_message, v.fork_choice_path, v.fork_choice_expected,
             v.fork_choice_actual,
             j.epoch::text as justified_epoch, j.root as justified_root,
             f.epoch::text as finalized_epoch, f.root as finalized_root,
             (select count(*) from decoded_blocks c where c.root = b.root) as copies
      from verdicts v
      join inputs i on i.id = v.input_id
      cross join networks n
      left join decoded_blocks b on b.input_id = v.input_id
      left join checkpoints j on j.id = v.justified_id
      left join checkpoints f on f.id = v.finalized_id
      """
          .replace("CANONICAL", CANONICAL);

  /**
   * The copy that counts first: the valid one, else the one judged first, else the one seen first.
   */
  private static final String BEST_FIRST =
      """
      order by v.status = 'valid' desc, CANONICAL is true desc, v.import_order nulls last,
               v.input_id
      limit :limit
      """
          .replace("CANONICAL", CANONICAL);

  private static final String OF_DIGEST =
      COLUMNS
          + """
          where v.input_id in (
            select input_id from decoded_blocks where root = :digest
            union select input_id from decoded_blocks
            where substring(hash from 1 for 7) = substring(:digest from 1 for 7) and hash = :digest
            union select id from inputs where sha256(ssz) = :digest)
          """
          + BEST_FIRST;

  private static final String OF_ROOT = COLUMNS + "where b.root = :root\n" + BEST_FIRST;

  private static final String OF_SLOT = COLUMNS + "where b.slot = :slot\n" + BEST_FIRST;

  private static final String OF_INPUTS = COLUMNS + "where v.input_id = any (:these)";

  private static final String CHILDREN =
      COLUMNS + "where b.parent_root = :root and b.root <> :root\n" + BEST_FIRST;

  /** What a node delivered, in the order of the list; a copy seen twice stands there once. */
  private static final String NODE_ID = "select id from nodes where name = :node";

  /** As many as a page can need, of what the node delivered first and of what it delivered too. */
  private static final String DELIVERED =
      """
      join (
          (select id as input_id
           from inputs
           where node_id = NODE and id < BEFORE
           order by 1 desc
           limit :limit)
          union
          (select distinct input_id
           from further_observations
           where node_id = NODE and input_id < BEFORE
           order by 1 desc
           limit :limit)) delivered on delivered.input_id = v.input_id
      """;

  /** Asked of each block that the other conditions find, which are mostly few. */
  private static final String IS_DELIVERED =
      """
      exists (
          select from observations o where o.input_id = v.input_id and o.node_id = NODE offset 0)""";

  /** What comes after the finalized block, or is not judged: each found by its own index. */
  private static final String UNDECIDED =
      """
      not v.off_chain and v.input_id in (
            select d.input_id
            from decoded_blocks d
            where d.slot > coalesce((
              select f.slot
              from heads h join decoded_blocks f on f.root = h.finalized_root
              where h.import_order = (select max(import_order) from head_changes)
              limit 1), -1)
            union all
            select u.input_id from open_verdicts u)      """;

  private static final String BYTES =
      """
      select ssz
      from inputs
      where id = :input_id
      """;

  private static final String BYTES_OF_MANY =
      """
      select id, ssz
      from inputs
      where id = any (:these)
      """;

  private static final String OBSERVATIONS =
      """
      select s.name as source, n.name as node, o.observed_at
      from observations o
      join sources s on s.id = o.source_id
      left join nodes n on n.id = o.node_id
      where o.input_id = :input_id
      order by o.observed_at
      limit 32
      """;

  private final Spec spec;
  private final Chain chain;
  private final Map<String, String> links;
  private final Set<String> forkChoiceChecks;
  private final List<String> witnesses = ConfirmedChecker.preferred().witnesses();

  Blocks(Spec spec, Chain chain) {
    this.spec = spec;
    this.chain = chain;
    this.links = new LinkedHashMap<>();
    for (Check check : spec.checks()) {
      links.put(check.id(), check.link());
    }
    this.forkChoiceChecks =
        spec.checks().stream()
            .filter(check -> check.function().equals("on_block"))
            .map(Check::id)
            .collect(Collectors.toSet());
  }

  /**
   * What a list shows.
   *
   * @param verdicts these only; all when empty
   * @param fromSlot from this slot on; malformed inputs have none and are left out
   * @param toSlot up to this slot
   * @param proposer those whose slot was this validator's
   * @param graffiti those whose graffiti contain this
   * @param check those that failed this check
   * @param fork those on this fork
   * @param canonical those of which finality says this; empty inside: has not decided
   * @param node those that this node delivered
   * @param before ids below this one: where the page before ended
   */
  record Filter(
      Set<VerdictWord> verdicts,
      Optional<BigInteger> fromSlot,
      Optional<BigInteger> toSlot,
      Optional<Long> proposer,
      Optional<String> graffiti,
      Optional<String> check,
      Optional<Integer> fork,
      Optional<Optional<Boolean>> canonical,
      Optional<String> node,
      OptionalLong before,
      int limit) {

    private static final Parameter<BigInteger> FROM_SLOT =
        Parameters.uint64("from_slot", "Blocks from this slot on; undecodable inputs have none.");
    private static final Parameter<BigInteger> TO_SLOT =
        Parameters.uint64("to_slot", "Blocks up to this slot.");

    private static final Parameter<BigInteger> FROM_EPOCH =
        Parameters.uint64("from_epoch", "Blocks from this epoch on.");
    private static final Parameter<BigInteger> TO_EPOCH =
        Parameters.uint64("to_epoch", "Blocks up to this epoch.");
    private static final Parameter<Long> PROPOSER =
        Parameters.validator("proposer", "Blocks of slots that this validator had to propose in.");

    static final List<Parameter<?>> PARAMETERS =
        List.of(
            Parameters.limit(50, 500),
            Parameters.CURSOR,
            Parameters.VERDICT,
            FROM_SLOT,
            TO_SLOT,
            FROM_EPOCH,
            TO_EPOCH,
            PROPOSER,
            Graffiti.TEXT,
            Parameters.CHECK,
            Parameters.FORK,
            Parameters.CANONICAL,
            Parameters.NODE);

    /** Whether it asks for what only inputs that decode have. */
    boolean ofBlocks() {
      return fromSlot.isPresent()
          || toSlot.isPresent()
          || proposer.isPresent()
          || graffiti.isPresent()
          || fork.isPresent()
          || canonical.isPresent();
    }

    /**
     * What a request asks for.
     *
     * @param slotsPerEpoch of the network
     */
    static Filter of(Given given, int slotsPerEpoch) {
      BigInteger perEpoch = BigInteger.valueOf(slotsPerEpoch);
      Optional<BigInteger> fromEpoch = given.get(FROM_EPOCH).map(perEpoch::multiply);
      Optional<BigInteger> toEpoch =
          given
              .get(TO_EPOCH)
              .map(epoch -> epoch.add(BigInteger.ONE).multiply(perEpoch))
              .map(end -> end.subtract(BigInteger.ONE));
      return new Filter(
          given.get(Parameters.VERDICT).orElse(Set.of()),
          Stream.concat(given.get(FROM_SLOT).stream(), fromEpoch.stream())
              .max(Comparator.naturalOrder()),
          Stream.concat(given.get(TO_SLOT).stream(), toEpoch.stream())
              .min(Comparator.naturalOrder()),
          given.get(PROPOSER),
          given.get(Graffiti.TEXT),
          given.get(Parameters.CHECK),
          given.get(Parameters.FORK),
          given.get(Parameters.CANONICAL),
          given.get(Parameters.NODE),
          given.cursor(),
          given.limit());
    }
  }

  /**
   * A page of inputs, the latest first.
   *
   * @param asked what the request says
   */
  Json.Page<List<BlockSummary>> list(Handle handle, Given asked) {
    return list(handle, Filter.of(asked, (int) spec.config().uint64("SLOTS_PER_EPOCH")));
  }

  /** A page of inputs, the latest first. */
  Json.Page<List<BlockSummary>> list(Handle handle, Filter filter) {
    String sql = Reader.limited(sql(handle, filter), filter.limit() + 1);
    Query query = handle.createQuery(sql);
    filter.fromSlot().ifPresent(slot -> query.bind("from_slot", new BigDecimal(slot)));
    filter.toSlot().ifPresent(slot -> query.bind("to_slot", new BigDecimal(slot)));
    filter.proposer().ifPresent(index -> query.bind("proposer", index));
    filter.graffiti().ifPresent(text -> Graffiti.bind(query, sql, text));
    filter.check().ifPresent(check -> query.bind("check", check));
    filter.fork().ifPresent(fork -> query.bind("fork", fork));
    filter.before().ifPresent(id -> query.bind("before", id));
    List<BlockSummary> found = summaries(query);
    return Json.Page.of(
        found, filter.limit(), block -> String.valueOf(block.inputId().orElseThrow()));
  }

  /** The statement for a list; a test looks at its plans. */
  String sql(Handle handle, Filter filter) {
    List<String> conditions = new ArrayList<>(List.of("true"));
    if (!filter.verdicts().isEmpty()) {
      conditions.add(
          filter.verdicts().stream()
              .map(VerdictWord::condition)
              .collect(Collectors.joining(" or ", "(", ")")));
    }
    filter.fromSlot().ifPresent(slot -> conditions.add("b.slot >= :from_slot"));
    filter.toSlot().ifPresent(slot -> conditions.add("b.slot <= :to_slot"));
    filter.proposer().ifPresent(index -> conditions.add("v.proposer_index = :proposer"));
    filter.graffiti().ifPresent(text -> conditions.add(Graffiti.condition(handle, text)));
    filter.check().ifPresent(check -> conditions.add(columnOf(check) + " = :check"));
    filter.fork().ifPresent(fork -> conditions.add("v.fork_id = :fork"));
    filter
        .canonical()
        .ifPresent(
            word ->
                conditions.add(
                    word.map(decided -> decided ? CANONICAL : "v.off_chain").orElse(UNDECIDED)));
    boolean nodeAlone = filter.node().isPresent() && conditions.size() == 1;
    // As a number, so that the database knows whether it has delivered much or little.
    String node = filter.node().map(name -> numberOf(handle, name)).orElse("none");
    if (filter.node().isPresent() && !nodeAlone) {
      conditions.add(IS_DELIVERED.replace("NODE", node));
    }
    String before = filter.before().isPresent() ? ":before" : Long.MAX_VALUE + "";
    // The page is found first, in as few tables as it needs; what it shows is looked up after that.
    // The bound stands for each of them: the database does not carry it over from one to another,
    // and would read all that is later to join them.
    boolean ofBlocks = filter.ofBlocks();
    filter.before().ifPresent(id -> conditions.add("v.input_id < :before"));
    if (ofBlocks) {
      filter.before().ifPresent(id -> conditions.add("b.input_id < :before"));
    }
    return COLUMNS
        + "join (\n  select v.input_id\n  from verdicts v\n"
        + (ofBlocks ? "  join decoded_blocks b on b.input_id = v.input_id\n" : "")
        + (nodeAlone ? DELIVERED.replace("NODE", node).replace("BEFORE", before) : "")
        + "  where "
        + String.join("\n  and ", conditions)
        + "\n  order by v.input_id desc\n  limit :limit) page"
        + " on page.input_id = v.input_id\norder by v.input_id desc";
  }

  /** No node has the number 0. */
  private static String numberOf(Handle handle, String node) {
    return handle.createQuery(NODE_ID).bind("node", node).mapTo(String.class).findOne().orElse("0");
  }

  /** Inputs by their ids, in no order. */
  List<BlockSummary> ofInputs(Handle handle, List<Long> ids) {
    return summaries(handle.createQuery(OF_INPUTS).bindArray("these", Long.class, ids));
  }

  /** Fork choice and the transition have each a column for the check that failed first. */
  private String columnOf(String check) {
    return forkChoiceChecks.contains(check) ? "v.fork_choice_check" : "v.failure_check";
  }

  /**
   * The blocks that an id names, the one that counts first: copies of a root, all blocks of a slot.
   *
   * @throws ApiException 404 when there is none
   */
  List<BlockDetail> details(Handle handle, BlockId id) {
    List<Row> rows = rows(handle, id);
    List<BlockDetail> details = new ArrayList<>();
    genesis(handle, id).ifPresent(details::add);
    for (Row row : rows) {
      details.add(detail(handle, row));
    }
    if (details.isEmpty()) {
      throw notFound(id);
    }
    return details;
  }

  /**
   * The bytes of the first block that an id names.
   *
   * @throws ApiException 404 when there is none
   */
  Bytes ssz(Handle handle, BlockId id) {
    if (namesGenesis(handle, id)) {
      return genesisBytes(handle);
    }
    List<Row> rows = rows(handle, id);
    if (rows.isEmpty()) {
      throw notFound(id);
    }
    return bytes(handle, rows.get(0).inputId());
  }

  /** An input and its bytes. */
  record Stored(BlockSummary summary, Bytes ssz) {}

  /**
   * The first block that an id names.
   *
   * @throws ApiException 404 when there is none
   */
  Stored stored(Handle handle, BlockId id) {
    if (namesGenesis(handle, id)) {
      return new Stored(Chain.genesisSummary(chain.network(handle)), genesisBytes(handle));
    }
    BlockSummary first =
        rows(handle, id).stream().findFirst().orElseThrow(() -> notFound(id)).summary();
    return new Stored(first, bytes(handle, first.inputId().orElseThrow()));
  }

  private record Row(
      BlockSummary summary,
      int attempts,
      Optional<String> version,
      Optional<BlockDetail.Post> post) {
    long inputId() {
      return summary.inputId().orElseThrow();
    }
  }

  private List<Row> rows(Handle handle, BlockId id) {
    Query query;
    if (id instanceof BlockId.Digest digest) {
      query = detailed(handle, OF_DIGEST).bind("digest", digest.value().toArray());
    } else if (id instanceof BlockId.Slot slot) {
      query = detailed(handle, OF_SLOT).bind("slot", new BigDecimal(slot.value()));
    } else {
      Bytes root = chain.rootOf(handle, (BlockId.Name) id);
      query = detailed(handle, OF_ROOT).bind("root", root.toArrayUnsafe());
    }
    return query.map((row, context) -> row(row)).list();
  }

  private static Query detailed(Handle handle, String sql) {
    return handle.createQuery(Reader.limited(sql, MOST_DETAILS));
  }

  private BlockDetail detail(Handle handle, Row row) {
    BlockSummary block = row.summary();
    List<BlockSummary> copies = List.of();
    List<BlockSummary> inSlot = List.of();
    List<BlockSummary> children = List.of();
    Optional<BlockSummary> parent = Optional.empty();
    if (block.root().isPresent()) {
      Bytes root = block.root().get();
      copies =
          related(handle, OF_ROOT, "root", root.toArrayUnsafe()).stream()
              .filter(other -> !other.inputId().equals(block.inputId()))
              .toList();
      inSlot =
          related(handle, OF_SLOT, "slot", new BigDecimal(block.slot().orElseThrow())).stream()
              .filter(other -> !other.root().equals(block.root()))
              .toList();
      children = related(handle, CHILDREN, "root", root.toArrayUnsafe());
      parent = parent(handle, block.parentRoot().orElseThrow());
    }
    List<BlockDetail.Observation> observations =
        handle
            .createQuery(OBSERVATIONS)
            .bind("input_id", row.inputId())
            .map(
                (seen, context) ->
                    new BlockDetail.Observation(
                        seen.getString("source"),
                        Optional.ofNullable(seen.getString("node")),
                        seen.getTimestamp("observed_at").toInstant()))
            .list();
    return new BlockDetail(
        block,
        row.version(),
        confirmedBy(block),
        row.attempts(),
        row.post(),
        observations,
        parent,
        children,
        copies,
        inSlot,
        block.root().isPresent() ? decoded(bytes(handle, row.inputId())) : Optional.empty());
  }

  /** A signature is refused only when every implementation we have refuses it. */
  private List<String> confirmedBy(BlockSummary block) {
    boolean signature =
        block
            .failure()
            .flatMap(Failed::check)
            .filter(check -> check.endsWith("_SIGNATURE") || check.equals("RANDAO_REVEAL"))
            .isPresent();
    return signature ? witnesses : List.of();
  }

  private Optional<BlockSummary> parent(Handle handle, Bytes root) {
    Network network = chain.network(handle);
    if (root.equals(network.genesisRoot())) {
      return Optional.of(Chain.genesisSummary(network));
    }
    return related(handle, OF_ROOT, "root", root.toArrayUnsafe()).stream().findFirst();
  }

  private boolean namesGenesis(Handle handle, BlockId id) {
    Network network = chain.network(handle);
    if (id instanceof BlockId.Slot slot) {
      return slot.value().toString().equals(network.genesisSlot());
    }
    Bytes root =
        id instanceof BlockId.Digest digest
            ? digest.value()
            : chain.rootOf(handle, (BlockId.Name) id);
    return root.equals(network.genesisRoot());
  }

  private Optional<BlockDetail> genesis(Handle handle, BlockId id) {
    if (!namesGenesis(handle, id)) {
      return Optional.empty();
    }
    Network network = chain.network(handle);
    return Optional.of(
        new BlockDetail(
            Chain.genesisSummary(network),
            Optional.of(network.specVersion()),
            List.of(),
            0,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            related(handle, CHILDREN, "root", network.genesisRoot().toArrayUnsafe()),
            List.of(),
            List.of(),
            decoded(genesisBytes(handle))));
  }

  private Bytes genesisBytes(Handle handle) {
    try {
      return spec.ssz().encode(spec.genesisBlock(spec.decodeState(chain.genesisState(handle))));
    } catch (SszException e) {
      throw new IllegalStateException("the stored genesis state does not decode", e);
    }
  }

  /** The block in Beacon API form; empty when the bytes do not decode (under this version). */
  private Optional<Object> decoded(Bytes ssz) {
    try {
      return Optional.of(spec.ssz().toPlain(spec.decodeBlock(ssz)));
    } catch (SszException e) {
      return Optional.empty();
    }
  }

  private List<BlockSummary> related(Handle handle, String sql, String name, Object value) {
    return summaries(handle.createQuery(Reader.limited(sql, MOST_RELATED)).bind(name, value));
  }

  /** The bytes of an input. */
  static Bytes bytes(Handle handle, long inputId) {
    return handle
        .createQuery(BYTES)
        .bind("input_id", inputId)
        .map((row, context) -> Bytes.wrap(row.getBytes("ssz")))
        .one();
  }

  /** The bytes of inputs, by their ids. */
  static Map<Long, Bytes> bytes(Handle handle, List<Long> ids) {
    Map<Long, Bytes> bytes = new HashMap<>();
    handle
        .createQuery(BYTES_OF_MANY)
        .bindArray("these", Long.class, ids)
        .map((row, context) -> Map.entry(row.getLong("id"), Bytes.wrap(row.getBytes("ssz"))))
        .forEach(entry -> bytes.put(entry.getKey(), entry.getValue()));
    return bytes;
  }

  private List<BlockSummary> summaries(Query query) {
    return query.map((row, context) -> row(row).summary()).list();
  }

  private Row row(ResultSet row) throws SQLException {
    String verdict =
        VerdictWord.of(row.getString("status"), Optional.ofNullable(row.getString("waiting_for")))
            .word();
    BlockSummary summary =
        new BlockSummary(
            Optional.of(row.getLong("input_id")),
            bytes(row, "sha256"),
            bytes(row, "root"),
            bytes(row, "hash"),
            Optional.ofNullable(row.getString("slot")),
            Optional.ofNullable(row.getString("epoch")),
            bytes(row, "parent_root"),
            bytes(row, "state_root"),
            number(row, "proposer_index"),
            verdict,
            Failed.read(row, "failure", links),
            bytes(row, "invalid_ancestor_root"),
            Failed.read(row, "fork_choice", links),
            Optional.ofNullable((Boolean) row.getObject("canonical")),
            Optional.ofNullable((Integer) row.getObject("fork_id")),
            row.getInt("copies"),
            row.getBytes("root") == null ? Optional.empty() : Optional.of(counts(row)),
            row.getInt("size_bytes"),
            Optional.of(row.getTimestamp("received_at").toInstant()),
            Optional.ofNullable(row.getTimestamp("judged_at")).map(at -> at.toInstant()),
            number(row, "judging_micros"),
            number(row, "import_order"));
    Optional<CheckpointJson> finalized = CheckpointJson.read(row, "finalized");
    return new Row(
        summary,
        row.getInt("attempt_count"),
        Optional.ofNullable(row.getString("spec_version")),
        CheckpointJson.read(row, "justified")
            .map(justified -> new BlockDetail.Post(justified, finalized.orElseThrow())));
  }

  private static BlockSummary.OperationCounts counts(ResultSet row) throws SQLException {
    return new BlockSummary.OperationCounts(
        row.getInt("proposer_slashing_count"),
        row.getInt("attester_slashing_count"),
        row.getInt("attestation_count"),
        row.getInt("deposit_count"),
        row.getInt("voluntary_exit_count"),
        row.getInt("transfer_count"));
  }

  private static Optional<Bytes> bytes(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBytes(column)).map(Bytes::wrap);
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  private static ApiException notFound(BlockId id) {
    String what =
        id instanceof BlockId.Digest digest
            ? "with the root, hash or sha256 " + digest.value().toHexString()
            : id instanceof BlockId.Slot slot
                ? "of slot " + slot.value()
                : "for '" + id.toString().toLowerCase(Locale.ROOT) + "' yet";
    return ApiException.notFound("No block " + what + " is known here.");
  }
}
