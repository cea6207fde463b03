package crosscheck.indexer;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Network;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Checkpoint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/**
 * Which blocks are canonical: decided when finality moves, and then for ever. One object serves one
 * transaction.
 */
final class Finality {

  private final Network network;
  private final Map<Bytes32, Place> places = new HashMap<>();

  Finality(Network network) {
    this.network = network;
    BigDecimal genesisSlot = Columns.unsigned(network.genesis().slot());
    places.put(network.genesisRoot(), new Place(OptionalLong.empty(), genesisSlot));
  }

  /**
   * A valid block, or genesis.
   *
   * @param inputId empty for genesis
   */
  record Place(OptionalLong inputId, BigDecimal slot) {}

  /** Remembers a valid block, so that it need not be asked for. */
  void learn(Bytes32 root, long inputId, BigDecimal slot) {
    places.put(root, new Place(OptionalLong.of(inputId), slot));
  }

  /** A valid block, or genesis, by its root. */
  Place place(Handle handle, Bytes32 root) {
    return places.computeIfAbsent(root, unknown -> ask(handle, unknown));
  }

  private BigDecimal slot(Handle handle, Bytes32 root) {
    return place(handle, root).slot();
  }

  private static Place ask(Handle handle, Bytes32 root) {
    Optional<Place> place =
        handle
            .createQuery(Sql.named("valid_block"))
            .bind("root", root.toArrayUnsafe())
            .map(
                (row, context) ->
                    new Place(OptionalLong.of(row.getLong("input_id")), row.getBigDecimal("slot")))
            .findOne();
    return place.orElseThrow(
        () -> new IllegalStateException("fork choice names " + root + ", which is not stored"));
  }

  /** A valid block that comes too late to become canonical. */
  boolean passedOver(Handle handle, Checkpoint finalized, BigDecimal slot, Bytes32 parentRoot) {
    if (finalized.root().equals(network.genesisRoot())) {
      return false;
    }
    return isPast(handle, finalized, slot)
        || handle
            .createQuery(Sql.named("parent_is_off_chain"))
            .bind("parent_root", parentRoot.toArrayUnsafe())
            .mapTo(Boolean.class)
            .one();
  }

  /** A slot up to that of the finalized block: what is canonical there is decided. */
  boolean isPast(Handle handle, Checkpoint finalized, BigDecimal slot) {
    return !finalized.root().equals(network.genesisRoot())
        && slot.compareTo(slot(handle, finalized.root())) <= 0;
  }

  /** Finality has moved from one block to another. */
  void decide(Handle handle, Bytes32 before, Bytes32 finalizedRoot) {
    if (finalizedRoot.equals(network.genesisRoot())) {
      return;
    }
    BigDecimal finalizedSlot = slot(handle, finalizedRoot);
    List<Long> passedOver = new ArrayList<>();
    handle
        .createQuery(Sql.named("decide_finality"))
        .bind("finalized_root", finalizedRoot.toArrayUnsafe())
        .bind("before_slot", slot(handle, before))
        .bind("finalized_slot", finalizedSlot)
        .map((row, context) -> row.getBoolean("off_chain") ? row.getLong("input_id") : null)
        .filter(Objects::nonNull)
        .forEach(passedOver::add);
    // Most of the time there is no other chain.
    if (!passedOver.isEmpty()) {
      handle
          .createUpdate(Sql.named("mark_off_chain"))
          .bindArray("passed_over", Long.class, passedOver)
          .bind("finalized_slot", finalizedSlot)
          .execute();
    }
  }
}
