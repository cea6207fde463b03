package crosscheck.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Slots of a chain: with their block, or missed. */
final class Slots {

  private static final String BLOCKS =
      """
      select b.slot, b.input_id, b.root, v.proposer_index, v.fork_id
      from decoded_blocks b
        join verdicts v on v.input_id = b.input_id
      where b.slot = any (array(select generate_series(:from_slot, :to_slot))) and v.fork_id is not null
      """;

  private static final String PROPOSED = BLOCKS + "  and v.proposer_index = :index\n";

  private static final String CLAIMS =
      """
      select b.slot::text as slot, count(*) as inputs,
             count(*) filter (where v.status = 'invalid') as invalid
      from decoded_blocks b
        join verdicts v on v.input_id = b.input_id
      where b.slot = any (array(select generate_series(:from_slot, :to_slot)))
      group by b.slot
      """;

  private final Chain chain;
  private final Epochs epochs;

  Slots(Chain chain, Epochs epochs) {
    this.chain = chain;
    this.epochs = epochs;
  }

  /**
   * A slot of a chain.
   *
   * @param status {@code block}; {@code missed}; {@code open}: after the head, so its block may
   *     still come
   * @param proposerIndex who had to propose; empty when that is not known (long gaps, and the epoch
   *     at the end of a fork)
   * @param inputs how many inputs claim the slot, on whichever chain
   * @param invalid how many of them are invalid
   */
  record Entry(
      long slot,
      long epoch,
      String status,
      Optional<Long> proposerIndex,
      Optional<Long> inputId,
      Optional<Bytes> root,
      int inputs,
      int invalid) {}

  private record Claims(long slot, int inputs, int invalid) {}

  /** A block of the chain. */
  record Block(long slot, Optional<Long> inputId, Bytes root, Optional<Long> proposerIndex) {}

  /** What a request asks for; a page of finalized slots of the head's chain is settled. */
  Json.Page<List<Entry>> list(Handle handle, Given given) {
    Branch.Asked asked = Branch.Asked.of(given);
    Json.Page<List<Entry>> page = list(handle, asked, given.cursor(), given.limit());
    if (asked.equals(Branch.Asked.HEAD) && !page.data().isEmpty()) {
      Network network = chain.network(handle);
      long epoch = Long.parseLong(chain.standing(handle).finalized().epoch());
      given.settledIf(page.data().get(0).slot() <= epoch * network.slotsPerEpoch());
    }
    return page;
  }

  /** Slots of a chain below {@code before}, the latest first. */
  Json.Page<List<Entry>> list(Handle handle, Branch.Asked asked, OptionalLong before, int limit) {
    Network network = chain.network(handle);
    Branch branch = Branch.of(handle, chain, asked);
    Map<Long, Long> proposers = new HashMap<>();
    long tip = branch.slot().longValueExact();
    long last = Math.min(before.orElse(Long.MAX_VALUE) - 1, tip);
    if (branch.head()) {
      long end = (branch.epoch(network) + 1) * network.slotsPerEpoch() - 1;
      BigInteger clock = new BigInteger(chain.slotClock(network).slot());
      long come = clock.min(BigInteger.valueOf(end)).longValueExact();
      last = Math.min(before.orElse(Long.MAX_VALUE) - 1, Math.max(tip, come));
      epochs.running(handle, network).ifPresent(row -> expected(proposers, row, network));
    }
    long first = Math.max(0, last - limit + 1);
    int perEpoch = network.slotsPerEpoch();
    for (Epochs.Row row :
        epochs.ofChain(
            handle,
            network,
            branch,
            first / perEpoch,
            Math.min(last / perEpoch + 1, branch.epoch(network)),
            limit / perEpoch + 2)) {
      row.entry()
          .missed()
          .forEach(
              missed -> missed.proposerIndex().ifPresent(i -> proposers.put(missed.slot(), i)));
    }
    Map<Long, Block> blocks = new HashMap<>();
    blocks(handle, network, branch, first, last).forEach(b -> blocks.put(b.slot(), b));
    Map<Long, Claims> claims = new HashMap<>();
    claims(handle, first, last).forEach(claim -> claims.put(claim.slot(), claim));
    List<Entry> entries = new ArrayList<>();
    for (long slot = last; slot >= first; slot--) {
      Claims claim = claims.getOrDefault(slot, new Claims(slot, 0, 0));
      entries.add(entry(claim, slot / perEpoch, slot > tip, blocks.get(slot), proposers.get(slot)));
    }
    return new Json.Page<>(
        entries,
        new Json.Meta(
            first > 0 && last >= 0 ? Optional.of(String.valueOf(first)) : Optional.empty()));
  }

  private static Entry entry(Claims of, long epoch, boolean open, Block block, Long proposer) {
    return block == null
        ? new Entry(
            of.slot(),
            epoch,
            open ? "open" : "missed",
            Optional.ofNullable(proposer),
            Optional.empty(),
            Optional.empty(),
            of.inputs(),
            of.invalid())
        : new Entry(
            of.slot(),
            epoch,
            "block",
            block.proposerIndex(),
            block.inputId(),
            Optional.of(block.root()),
            of.inputs(),
            of.invalid());
  }

  private static List<Claims> claims(Handle handle, long from, long to) {
    return handle
        .createQuery(CLAIMS)
        .bind("from_slot", BigDecimal.valueOf(from))
        .bind("to_slot", BigDecimal.valueOf(to))
        .map(
            (row, context) ->
                new Claims(
                    Long.parseLong(row.getString("slot")),
                    row.getInt("inputs"),
                    row.getInt("invalid")))
        .list();
  }

  /** Proposers of the running epoch, of slots to come too. */
  private static void expected(Map<Long, Long> proposers, Epochs.Row row, Network network) {
    for (int i = 0; i < row.proposers().size(); i++) {
      if (row.proposers().get(i) != null) {
        proposers.put(row.epoch() * network.slotsPerEpoch() + i, (long) row.proposers().get(i));
      }
    }
  }

  /** Blocks of a chain between two slots, both included; the genesis block among them. */
  List<Block> blocks(Handle handle, Network network, Branch branch, long from, long to) {
    List<Block> blocks = new ArrayList<>();
    if (from == 0) {
      blocks.add(new Block(0, Optional.empty(), network.genesisRoot(), Optional.empty()));
    }
    blocks.addAll(read(handle, branch, handle.createQuery(BLOCKS), from, to));
    return blocks;
  }

  /** Those of them that a validator proposed, without genesis. */
  List<Block> proposed(Handle handle, Branch branch, long from, long to, long index) {
    return read(handle, branch, handle.createQuery(PROPOSED).bind("index", index), from, to);
  }

  private List<Block> read(Handle handle, Branch branch, Query query, long from, long to) {
    List<Block> blocks = new ArrayList<>();
    Lineage.Segments segments = chain.lineage().of(handle, branch);
    query
        .bind("from_slot", BigDecimal.valueOf(from))
        .bind("to_slot", BigDecimal.valueOf(to))
        .map(
            (row, context) -> {
              BigInteger slot = row.getBigDecimal("slot").toBigInteger();
              if (!segments.contain(row.getInt("fork_id"), slot)) {
                return Optional.<Block>empty();
              }
              long proposer = row.getLong("proposer_index");
              Optional<Long> known = row.wasNull() ? Optional.empty() : Optional.of(proposer);
              return Optional.of(
                  new Block(
                      slot.longValueExact(),
                      Optional.of(row.getLong("input_id")),
                      Bytes.wrap(row.getBytes("root")),
                      known));
            })
        .forEach(block -> block.ifPresent(blocks::add));
    return blocks;
  }
}
