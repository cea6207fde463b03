package crosscheck.api;

import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Blocks as the Beacon API has them: valid ones alone, and of a slot that of the head's chain.
 * {@code docs/beacon-api.md} says what differs from the standard.
 */
final class BeaconBlocks {

  static final Parameter<BlockId> BLOCK_ID =
      Parameters.BLOCK_ID.as(
          "block_id", "Which block: a name, a slot of the head's chain, a root.");
  static final Parameter<BigInteger> SLOT = Parameters.uint64("slot", "Blocks of this slot.");
  static final Parameter<Bytes32> PARENT_ROOT =
      Parameters.root("parent_root", "Blocks with this parent.", "a root");

  private static final int MOST_HEADERS = 100;

  private static final String COLUMNS =
      """
      select b.input_id, b.root, b.slot::text as slot, b.parent_root,
             substring(i.ssz from 41 for 32) as state_root,
             v.proposer_index, CANONICAL as canonical, v.fork_id, i.ssz
      from decoded_blocks b
        join verdicts v on v.input_id = b.input_id
        join inputs i on i.id = b.input_id
      """
          .replace("CANONICAL", BlockRows.CANONICAL);

  private static final String OF_ROOT =
      COLUMNS
          + """
          where b.root = :root and v.status = 'valid'
          order by v.import_order
          limit 1
          """;

  private static final String OF_SLOT =
      COLUMNS
          + """
          where b.slot = :slot and v.status = 'valid'
          order by v.import_order
          limit :limit
          """;

  private static final String OF_PARENT =
      COLUMNS
          + """
          where b.parent_root = :root and v.status = 'valid'
          order by v.import_order
          limit :limit
          """;

  private final Spec spec;
  private final Chain chain;

  BeaconBlocks(Spec spec, Chain chain) {
    this.spec = spec;
    this.chain = chain;
  }

  /** A block's id. */
  record Root(Bytes root) {}

  /**
   * A header, and where its block stands.
   *
   * @param canonical whether it is on the chain of the head
   */
  record Header(Bytes root, boolean canonical, SignedHeader header) {}

  /** A header with the block's signature. */
  record SignedHeader(HeaderMessage message, String signature) {}

  /**
   * A header.
   *
   * @param slot uint64, decimal
   * @param proposerIndex who had to propose, as the state tells; a header of v0.8 does not say it
   */
  record HeaderMessage(
      String slot,
      Optional<Long> proposerIndex,
      Bytes parentRoot,
      Bytes stateRoot,
      Bytes bodyRoot) {}

  /** A block as it was signed. */
  record SignedBlock(Message message, String signature) {}

  /**
   * What was signed.
   *
   * @param slot uint64, decimal
   */
  record Message(
      String slot, Bytes parentRoot, Bytes stateRoot, @Plainly("BeaconBlockBody") Object body) {}

  /** An aggregate vote, as v0.8 has it. */
  record IncludedAttestation(
      String aggregationBits,
      @Plainly("AttestationData") Object data,
      String custodyBits,
      String signature) {}

  /**
   * A valid block, or genesis.
   *
   * @param finalized whether it is on the finalized chain
   */
  record Found(
      Bytes root,
      BigInteger slot,
      Bytes parentRoot,
      Bytes stateRoot,
      Optional<Long> proposerIndex,
      boolean finalized,
      Optional<Integer> forkId,
      Bytes ssz) {}

  /**
   * The block that an id names.
   *
   * @throws ApiException 404 when there is no valid one
   */
  Found find(Handle handle, BlockId id) {
    Network network = chain.network(handle);
    if (id instanceof BlockId.Slot slot) {
      return ofSlot(handle, network, slot.value());
    }
    Bytes root =
        id instanceof BlockId.Digest digest
            ? digest.value()
            : chain.rootOf(handle, (BlockId.Name) id);
    return ofRoot(handle, network, root);
  }

  private Found ofSlot(Handle handle, Network network, BigInteger slot) {
    return onHeadChain(handle, network, slot, slot)
        .map(root -> ofRoot(handle, network, root))
        .orElseThrow(
            () -> ApiException.notFound("The head's chain has no block at slot " + slot + "."));
  }

  /** Root of the last block of the head's chain between two slots, both included. */
  Optional<Bytes> onHeadChain(Handle handle, Network network, BigInteger from, BigInteger to) {
    Branch head = Branch.of(handle, chain, Branch.Asked.HEAD);
    Optional<Bytes> found = head.lastBlock(handle, chain, from, to);
    return from.equals(new BigInteger(network.genesisSlot())) || from.signum() == 0
        ? found.or(() -> Optional.of(network.genesisRoot()))
        : found;
  }

  private Found ofRoot(Handle handle, Network network, Bytes root) {
    if (root.equals(network.genesisRoot())) {
      return genesis(handle, network);
    }
    return found(handle.createQuery(OF_ROOT).bind("root", root.toArrayUnsafe())).stream()
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "No valid block with the root " + root.toHexString() + " is known here."));
  }

  private Found genesis(Handle handle, Network network) {
    try {
      var block = spec.genesisBlock(spec.decodeState(chain.genesisState(handle)));
      return new Found(
          network.genesisRoot(),
          new BigInteger(network.genesisSlot()),
          block.parentRoot(),
          block.stateRoot(),
          Optional.empty(),
          true,
          Optional.of(0),
          spec.ssz().encode(block));
    } catch (SszException e) {
      throw new IllegalStateException("the stored genesis state does not decode", e);
    }
  }

  private static List<Found> found(Query query) {
    return query.map((row, context) -> read(row)).list();
  }

  private static Found read(ResultSet row) throws SQLException {
    long proposer = row.getLong("proposer_index");
    Optional<Long> known = row.wasNull() ? Optional.empty() : Optional.of(proposer);
    return new Found(
        Bytes.wrap(row.getBytes("root")),
        new BigInteger(row.getString("slot")),
        Bytes.wrap(row.getBytes("parent_root")),
        Bytes.wrap(row.getBytes("state_root")),
        known,
        row.getBoolean("canonical"),
        Optional.ofNullable((Integer) row.getObject("fork_id")),
        Bytes.wrap(row.getBytes("ssz")));
  }

  /** {@code /eth/v1/beacon/blocks/{block_id}}. */
  BeaconBody<SignedBlock> block(Handle handle, Given given) {
    Found found = found(handle, given);
    Map<?, ?> plain = plain(found.ssz());
    return body(
        found,
        new SignedBlock(
            new Message(
                found.slot().toString(), found.parentRoot(), found.stateRoot(), plain.get("body")),
            (String) plain.get("signature")));
  }

  /** The same as SSZ. */
  Bytes ssz(Handle handle, Given given) {
    return found(handle, given).ssz();
  }

  /** {@code /eth/v1/beacon/blocks/{block_id}/root}. */
  BeaconBody<Root> root(Handle handle, Given given) {
    Found found = found(handle, given);
    return body(found, new Root(found.root()));
  }

  /** {@code /eth/v1/beacon/blocks/{block_id}/attestations}. */
  BeaconBody<List<IncludedAttestation>> attestations(Handle handle, Given given) {
    Found found = found(handle, given);
    List<IncludedAttestation> attestations = new ArrayList<>();
    for (Object each : (List<?>) ((Map<?, ?>) plain(found.ssz()).get("body")).get("attestations")) {
      Map<?, ?> plain = (Map<?, ?>) each;
      attestations.add(
          new IncludedAttestation(
              (String) plain.get("aggregation_bits"),
              plain.get("data"),
              (String) plain.get("custody_bits"),
              (String) plain.get("signature")));
    }
    return body(found, attestations);
  }

  /** {@code /eth/v1/beacon/headers/{block_id}}. */
  BeaconBody<Header> header(Handle handle, Given given) {
    Found found = found(handle, given);
    return body(found, header(handle, found));
  }

  /** {@code /eth/v1/beacon/headers}: valid blocks of a slot or a parent, else the head. */
  BeaconBody<List<Header>> headers(Handle handle, Given given) {
    Network network = chain.network(handle);
    Optional<BigInteger> slot = given.get(SLOT);
    Optional<Bytes32> parent = given.get(PARENT_ROOT);
    List<Found> all = new ArrayList<>();
    if (parent.isPresent()) {
      all.addAll(
          found(
              handle
                  .createQuery(Reader.limited(OF_PARENT, MOST_HEADERS))
                  .bind("root", parent.get().toArrayUnsafe())));
    } else if (slot.isPresent()) {
      if (slot.get().toString().equals(network.genesisSlot())) {
        all.add(genesis(handle, network));
      }
      all.addAll(
          found(
              handle
                  .createQuery(Reader.limited(OF_SLOT, MOST_HEADERS))
                  .bind("slot", new BigDecimal(slot.get()))));
    } else {
      all.add(find(handle, BlockId.Name.HEAD));
    }
    List<Found> asked =
        all.stream().filter(each -> slot.isEmpty() || each.slot().equals(slot.get())).toList();
    List<Header> headers = asked.stream().map(each -> header(handle, each)).toList();
    return new BeaconBody<>(!asked.isEmpty() && asked.stream().allMatch(Found::finalized), headers);
  }

  private Header header(Handle handle, Found found) {
    Map<?, ?> plain = plain(found.ssz());
    boolean canonical =
        onHeadChain(handle, chain.network(handle), found.slot(), found.slot())
            .filter(found.root()::equals)
            .isPresent();
    return new Header(
        found.root(),
        canonical,
        new SignedHeader(
            new HeaderMessage(
                found.slot().toString(),
                found.proposerIndex(),
                found.parentRoot(),
                found.stateRoot(),
                bodyRoot(plain.get("body"))),
            (String) plain.get("signature")));
  }

  private Bytes bodyRoot(Object body) {
    try {
      Class<?> type = spec.containers().get("BeaconBlockBody");
      return spec.ssz().hashTreeRoot(spec.ssz().fromPlain(type, body));
    } catch (SszException e) {
      throw new IllegalStateException("a body that was decoded does not encode", e);
    }
  }

  private Map<?, ?> plain(Bytes ssz) {
    try {
      return (Map<?, ?>) spec.ssz().toPlain(spec.decodeBlock(ssz));
    } catch (SszException e) {
      throw new IllegalStateException("a valid block does not decode", e);
    }
  }

  private Found found(Handle handle, Given given) {
    BlockId id = given.of(BLOCK_ID);
    Found found = find(handle, id);
    // A name means another block tomorrow, and so may a slot that is not finalized.
    given.settledIf(found.finalized() && !(id instanceof BlockId.Name));
    return found;
  }

  private static <T> BeaconBody<T> body(Found found, T data) {
    return new BeaconBody<>(found.finalized(), data);
  }
}
