package crosscheck.api;

import crosscheck.bls.ConfirmedChecker;
import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Blocks: the list, one in detail with its neighbours, the bytes. */
final class Blocks {

  /** Most neighbours of one kind in a detail: children, copies, others in the slot. */
  static final int MOST_RELATED = 32;

  /** Most blocks in one answer of a detail: a slot may hold any number of them. */
  static final int MOST_DETAILS = 32;

  /**
   * The copy that counts first: the valid one, else the one judged first, else the one seen first.
   */
  private static final String BEST_FIRST =
      """
      order by v.status = 'valid' desc, CANONICAL is true desc, v.import_order nulls last,
               v.input_id
      limit :limit
      """
          .replace("CANONICAL", BlockRows.CANONICAL);

  private static final String OF_DIGEST =
      BlockRows.DETAILS
          + """
          where v.input_id in (
            select input_id from decoded_blocks where root = :digest
            union select input_id from decoded_blocks
            where substring(hash from 1 for 7) = substring(:digest from 1 for 7) and hash = :digest
            union select id from inputs where sha256(ssz) = :digest)
          """
          + BEST_FIRST;

  private static final String BY_ROOT = "where b.root = :root\n" + BEST_FIRST;

  private static final String BY_SLOT = "where b.slot = :slot\n" + BEST_FIRST;

  private static final String OF_ROOT = BlockRows.DETAILS + BY_ROOT;

  private static final String OF_SLOT = BlockRows.DETAILS + BY_SLOT;

  private static final String WITH_ROOT = BlockRows.SUMMARIES + BY_ROOT;

  private static final String IN_SLOT = BlockRows.SUMMARIES + BY_SLOT;

  private static final String OF_INPUTS = BlockRows.SUMMARIES + "where v.input_id = any (:these)";

  private static final String CHILDREN =
      BlockRows.SUMMARIES + "where b.parent_root = :root and b.root <> :root\n" + BEST_FIRST;

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
  private final BlockRows rows;
  private final List<String> witnesses = ConfirmedChecker.preferred().witnesses();

  Blocks(Spec spec, Chain chain, BlockRows rows) {
    this.spec = spec;
    this.chain = chain;
    this.rows = rows;
  }

  /** Inputs by their ids, in no order. */
  List<BlockSummary> ofInputs(Handle handle, List<Long> ids) {
    return rows.summaries(handle.createQuery(OF_INPUTS).bindArray("these", Long.class, ids));
  }

  /**
   * The blocks that an id names, the one that counts first: copies of a root, all blocks of a slot.
   *
   * @throws ApiException 404 when there is none
   */
  List<BlockDetail> details(Handle handle, BlockId id) {
    List<BlockDetail> details = new ArrayList<>();
    genesis(handle, id).ifPresent(details::add);
    for (BlockRows.Row row : found(handle, id)) {
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
    return bytes(handle, first(handle, id).inputId());
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
    BlockSummary first = first(handle, id).summary();
    return new Stored(first, bytes(handle, first.inputId().orElseThrow()));
  }

  private BlockRows.Row first(Handle handle, BlockId id) {
    return found(handle, id).stream().findFirst().orElseThrow(() -> notFound(id));
  }

  private List<BlockRows.Row> found(Handle handle, BlockId id) {
    Query query;
    if (id instanceof BlockId.Digest digest) {
      query = detailed(handle, OF_DIGEST).bind("digest", digest.value().toArray());
    } else if (id instanceof BlockId.Slot slot) {
      query = detailed(handle, OF_SLOT).bind("slot", new BigDecimal(slot.value()));
    } else {
      Bytes root = chain.rootOf(handle, (BlockId.Name) id);
      query = detailed(handle, OF_ROOT).bind("root", root.toArrayUnsafe());
    }
    return rows.details(query);
  }

  private static Query detailed(Handle handle, String sql) {
    return handle.createQuery(Reader.limited(sql, MOST_DETAILS));
  }

  private BlockDetail detail(Handle handle, BlockRows.Row row) {
    BlockSummary block = row.summary();
    List<BlockSummary> copies = List.of();
    List<BlockSummary> inSlot = List.of();
    List<BlockSummary> children = List.of();
    Optional<BlockSummary> parent = Optional.empty();
    if (block.root().isPresent()) {
      Bytes root = block.root().get();
      copies =
          related(handle, WITH_ROOT, "root", root.toArrayUnsafe()).stream()
              .filter(other -> !other.inputId().equals(block.inputId()))
              .toList();
      inSlot =
          related(handle, IN_SLOT, "slot", new BigDecimal(block.slot().orElseThrow())).stream()
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
        block.judgedAt().map(at -> chain.network(handle).specVersion()),
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
    return related(handle, WITH_ROOT, "root", root.toArrayUnsafe()).stream().findFirst();
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
    return rows.summaries(handle.createQuery(Reader.limited(sql, MOST_RELATED)).bind(name, value));
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
