package crosscheck.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/**
 * A chain from genesis to a tip, named by its tip.
 *
 * @param inputId the tip; empty for genesis
 * @param slot the tip's, uint64
 * @param forkId of the tip; empty when it is on none, for fork choice refused it
 * @param head whether the tip is the head of fork choice
 */
record Branch(
    OptionalLong inputId, Bytes root, BigInteger slot, Optional<Integer> forkId, boolean head) {

  /** Of few blocks, for a fork leaves the other one after the first slot that is asked for. */
  private static final String LAST_OF_FORK =
      """
      select b.root
      from decoded_blocks b
      where b.slot between :from_slot and :to_slot
        and (select v.fork_id from verdicts v where v.input_id = b.input_id) = :fork_id
      order by b.slot desc
      limit 1
      """;

  private static final String VALID_BLOCK =
      """
      select b.input_id, b.slot::text as slot, v.fork_id
      from decoded_blocks b
        join verdicts v on v.input_id = b.input_id
      where b.root = :root and v.status = 'valid'
      limit 1
      """;

  private static final String TIP_OF_FORK =
      """
      select tip_root
      from forks
      where id = :fork_id
      """;

  /**
   * Which chain a request asks for.
   *
   * @param tip root of its last block
   * @param fork number of a fork: the chain that ends with its last block
   */
  record Asked(Optional<Bytes> tip, Optional<Integer> fork) {

    /** The chain of the head. */
    static final Asked HEAD = new Asked(Optional.empty(), Optional.empty());

    /**
     * What {@code tip} or {@code fork} names.
     *
     * @throws ApiException 400 when both are given
     */
    static Asked of(Given given) {
      Optional<Bytes> tip = given.get(Parameters.TIP).map(Bytes.class::cast);
      Optional<Integer> fork = given.get(Parameters.FORK);
      if (tip.isPresent() && fork.isPresent()) {
        throw ApiException.badRequest("Only one of 'tip' and 'fork' can name the chain.");
      }
      return new Asked(tip, fork);
    }
  }

  /**
   * The chain asked for; that of the head when none is.
   *
   * @throws ApiException 404 when there is no such fork or valid block
   */
  static Branch of(Handle handle, Chain chain, Asked asked) {
    Bytes head = chain.standing(handle).head().root();
    Bytes root = asked.tip().orElse(head);
    if (asked.fork().isPresent()) {
      root =
          handle
              .createQuery(TIP_OF_FORK)
              .bind("fork_id", asked.fork().get())
              .map((row, context) -> Bytes.wrap(row.getBytes("tip_root")))
              .findOne()
              .orElseThrow(
                  () -> ApiException.notFound("There is no fork " + asked.fork().get() + "."));
    }
    return of(handle, chain.network(handle), root, root.equals(head));
  }

  private static Branch of(Handle handle, Network network, Bytes root, boolean head) {
    if (root.equals(network.genesisRoot())) {
      return new Branch(
          OptionalLong.empty(),
          root,
          new BigInteger(network.genesisSlot()),
          Optional.empty(),
          head);
    }
    return handle
        .createQuery(VALID_BLOCK)
        .bind("root", root.toArrayUnsafe())
        .map(
            (row, context) ->
                new Branch(
                    OptionalLong.of(row.getLong("input_id")),
                    root,
                    new BigInteger(row.getString("slot")),
                    Optional.ofNullable((Integer) row.getObject("fork_id")),
                    head))
        .findOne()
        .orElseThrow(
            () -> ApiException.notFound("There is no valid block " + root.toHexString() + "."));
  }

  /**
   * Root of the last block of the chain between two slots, both included; never that of genesis.
   */
  Optional<Bytes> lastBlock(Handle handle, Chain chain, BigInteger from, BigInteger to) {
    Lineage.Segments segments = chain.lineage().of(handle, this);
    int count = segments.forks().size();
    for (int i = 0; i < count; i++) {
      BigInteger end = segments.ends().get(i).min(to);
      BigInteger begin =
          i + 1 < count ? segments.ends().get(i + 1).add(BigInteger.ONE).max(from) : from;
      if (begin.compareTo(end) > 0) {
        continue;
      }
      Optional<Bytes> last =
          handle
              .createQuery(LAST_OF_FORK)
              .bind("from_slot", new BigDecimal(begin))
              .bind("to_slot", new BigDecimal(end))
              .bind("fork_id", segments.forks().get(i))
              .map((row, context) -> Bytes.wrap(row.getBytes("root")))
              .findOne();
      if (last.isPresent()) {
        return last;
      }
    }
    return Optional.empty();
  }

  /** Epoch of the tip: the one that has not ended on this chain. */
  long epoch(Network network) {
    return slot.divide(BigInteger.valueOf(network.slotsPerEpoch())).longValueExact();
  }
}
