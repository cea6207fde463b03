package crosscheck.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/** The network, its clock, and where the chain stands: head, justified, finalized. */
final class Chain {

  private static final String NETWORK =
      """
      select config_name, spec_version, genesis_time::text, genesis_slot::text,
             genesis_root, genesis_state_root, config::text as config
      from networks
      """;

  private static final String GENESIS_STATE =
      """
      select genesis_state_ssz
      from networks
      """;

  private static final String LAST_CHANGE =
      """
      select import_order
      from head_changes
      order by import_order desc
      limit 1
      """;

  private static final String LAST_HEAD =
      """
      select import_order, head_root, head_slot::text, justified_epoch::text, justified_root,
             finalized_epoch::text, finalized_root, changed_at
      from heads
      order by import_order desc
      limit 1
      """;

  private final Clock clock;
  private final Lineage lineage = new Lineage();

  /** The network, once there is one: it never changes. */
  private final AtomicReference<Network> known = new AtomicReference<>();

  /** The newest change of the head that was read; changes are never changed. */
  private final AtomicReference<Head> newest = new AtomicReference<>();

  Chain(Clock clock) {
    this.clock = clock;
  }

  /**
   * A block and where it stands.
   *
   * @param slot uint64, decimal
   * @param epoch uint64, decimal
   */
  record Place(Bytes root, String slot, String epoch) {}

  /**
   * The slot clock: what the time says, whether or not blocks come.
   *
   * @param slot current slot; negative before genesis
   * @param epoch current epoch; negative before genesis
   */
  record SlotClock(Instant now, String slot, String epoch) {}

  /**
   * The network, and what its clock says.
   *
   * @param lastEventId the newest event; 0 when nothing happened yet
   */
  record NetworkNow(@JsonUnwrapped Network network, SlotClock clock, long lastEventId) {}

  /**
   * Where the chain stands.
   *
   * @param head of fork choice
   * @param justified of the fork-choice store
   * @param finalized of the fork-choice store
   * @param changedAt when the last of them changed
   */
  record Standing(
      Place head,
      CheckpointJson justified,
      CheckpointJson finalized,
      Instant changedAt,
      SlotClock clock) {}

  private record Head(
      long importOrder,
      Place place,
      CheckpointJson justified,
      CheckpointJson finalized,
      Instant changedAt) {}

  /**
   * The network.
   *
   * @throws ApiException 503 while no indexer has started with this database
   */
  Network network(Handle handle) {
    Network network = known.get();
    if (network == null) {
      network = readNetwork(handle);
      known.set(network);
    }
    return network;
  }

  private static Network readNetwork(Handle handle) {
    return handle
        .createQuery(NETWORK)
        .map(
            (row, context) -> {
              JsonNode config = Json.parse(row.getString("config"));
              return new Network(
                  row.getString("config_name"),
                  row.getString("spec_version"),
                  row.getString("genesis_time"),
                  row.getString("genesis_slot"),
                  Bytes.wrap(row.getBytes("genesis_root")),
                  Bytes.wrap(row.getBytes("genesis_state_root")),
                  config.path("SECONDS_PER_SLOT").asInt(),
                  config.path("SLOTS_PER_EPOCH").asInt(),
                  config);
            })
        .findOne()
        .orElseThrow(Chain::noNetwork);
  }

  /**
   * The network, and what its clock says.
   *
   * @param lastEventId as of the same handle
   */
  NetworkNow networkNow(Handle handle, long lastEventId) {
    Network network = network(handle);
    return new NetworkNow(network, slotClock(network), lastEventId);
  }

  /** SSZ of the genesis state. */
  Bytes genesisState(Handle handle) {
    return handle
        .createQuery(GENESIS_STATE)
        .map((row, context) -> Bytes.wrap(row.getBytes(1)))
        .findOne()
        .orElseThrow(Chain::noNetwork);
  }

  /** Where the chain stands now; before the first import, at genesis. */
  Standing standing(Handle handle) {
    Network network = network(handle);
    SlotClock now = slotClock(network);
    return head(handle, network)
        .map(
            head ->
                new Standing(
                    head.place(), head.justified(), head.finalized(), head.changedAt(), now))
        .orElseGet(
            () -> {
              String genesisEpoch = epoch(network, network.genesisSlot());
              CheckpointJson genesis = new CheckpointJson(genesisEpoch, network.genesisRoot());
              return new Standing(
                  new Place(network.genesisRoot(), network.genesisSlot(), genesisEpoch),
                  genesis,
                  genesis,
                  Instant.ofEpochSecond(new BigInteger(network.genesisTime()).longValue()),
                  now);
            });
  }

  /** What the last change says; read anew when there is a newer one. Empty before the first. */
  private Optional<Head> head(Handle handle, Network network) {
    Optional<Long> last = handle.createQuery(LAST_CHANGE).mapTo(Long.class).findOne();
    Head before = newest.get();
    if (before != null && last.equals(Optional.of(before.importOrder()))) {
      return Optional.of(before);
    }
    Optional<Head> read =
        handle
            .createQuery(LAST_HEAD)
            .map(
                (row, context) ->
                    new Head(
                        row.getLong("import_order"),
                        new Place(
                            Bytes.wrap(row.getBytes("head_root")),
                            row.getString("head_slot"),
                            epoch(network, row.getString("head_slot"))),
                        new CheckpointJson(
                            row.getString("justified_epoch"),
                            Bytes.wrap(row.getBytes("justified_root"))),
                        new CheckpointJson(
                            row.getString("finalized_epoch"),
                            Bytes.wrap(row.getBytes("finalized_root"))),
                        row.getTimestamp("changed_at").toInstant()))
            .findOne();
    read.ifPresent(newest::set);
    return read;
  }

  /** What chains are made of. */
  Lineage lineage() {
    return lineage;
  }

  /** Root of the block that a name stands for. */
  Bytes rootOf(Handle handle, BlockId.Name name) {
    return switch (name) {
      case GENESIS -> network(handle).genesisRoot();
      case HEAD -> standing(handle).head().root();
      case JUSTIFIED -> standing(handle).justified().root();
      case FINALIZED -> standing(handle).finalized().root();
    };
  }

  /** What the clock says on this network. */
  SlotClock slotClock(Network network) {
    Instant now = clock.instant();
    BigInteger since =
        BigInteger.valueOf(now.getEpochSecond()).subtract(new BigInteger(network.genesisTime()));
    BigInteger slot = floor(since, network.secondsPerSlot());
    return new SlotClock(now, slot.toString(), floor(slot, network.slotsPerEpoch()).toString());
  }

  /** What the clock says. */
  Instant now() {
    return clock.instant();
  }

  static String epoch(Network network, String slot) {
    return floor(new BigInteger(slot), network.slotsPerEpoch()).toString();
  }

  private static BigInteger floor(BigInteger value, int divisor) {
    BigInteger[] parts = value.divideAndRemainder(BigInteger.valueOf(divisor));
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private static ApiException noNetwork() {
    return ApiException.unavailable(
        "The database knows no network yet: the indexer has not started.");
  }

  /** The genesis block as an entry of a list: it has no bytes of its own, and nobody judged it. */
  static BlockSummary genesisSummary(Network network) {
    return new BlockSummary(
        Optional.empty(),
        Optional.empty(),
        Optional.of(network.genesisRoot()),
        Optional.empty(),
        Optional.of(network.genesisSlot()),
        Optional.of(epoch(network, network.genesisSlot())),
        Optional.of(Bytes.wrap(new byte[32])),
        Optional.of(network.genesisStateRoot()),
        Optional.empty(),
        "genesis",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(true),
        Optional.of(0),
        1,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
