package crosscheck.indexer;

import crosscheck.indexer.follow.Judged;
import crosscheck.indexer.follow.Network;
import crosscheck.indexer.follow.Outage;
import crosscheck.indexer.follow.Sql;
import crosscheck.replay.Replay;
import crosscheck.replay.Verdict;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the chain in memory down from time to time, in a transaction after that of the verdicts: a
 * process killed in between finds an older snapshot, and executes a little more.
 */
final class Snapshots {

  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

  /** Stores kept: a damaged one has an older one behind it. */
  private static final int STORES = 4;

  /** A checkpoint justified so many epochs ago is too far away to begin from. */
  private static final long LATELY_JUSTIFIED = 4;

  private final Handle handle;
  private final Spec spec;
  private final Bytes32 genesisRoot;
  private final SnapshotSettings settings;
  private final StoredHistory history;
  private final long slotsPerEpoch;
  private int stateBytes;
  private long blocks;

  /**
   * @param blocks valid blocks since the last snapshot
   */
  Snapshots(
      Handle handle,
      Network network,
      SnapshotSettings settings,
      StoredHistory history,
      long blocks) {
    this.handle = handle;
    this.spec = network.spec();
    this.genesisRoot = network.genesisRoot();
    this.settings = settings;
    this.history = history;
    this.slotsPerEpoch = spec.config().uint64("SLOTS_PER_EPOCH");
    this.stateBytes = spec.ssz().encode(network.genesis()).size();
    this.blocks = blocks;
  }

  /**
   * Takes a snapshot if it is time for one.
   *
   * @param committed what was judged and committed since the last call
   * @param importOrder of the last verdict: memory and database are both there
   */
  void after(List<Judged> committed, Replay replay, long importOrder) {
    blocks += committed.stream().filter(j -> j.judgement().verdict() == Verdict.VALID).count();
    boolean due = blocks >= settings.spacing(stateBytes);
    Map<Bytes32, State> states = new HashMap<>(history.takeRemade());
    if (!due && states.isEmpty()) {
      return;
    }
    try {
      if (due) {
        blocks = 0;
        anchors(replay).forEach(root -> states.put(root, replay.state(root).orElseThrow()));
      }
      Optional<Bytes> store =
          due ? Optional.of(spec.ssz().encode(replay.store())) : Optional.empty();
      write(states, store, importOrder);
    } catch (RuntimeException e) {
      if (Outage.causes(e)) {
        throw e;
      }
      log.error("no snapshot after import {}", importOrder, e);
    }
  }

  /**
   * The states to go on from: votes name checkpoints of this epoch and the one before, and balances
   * count as of the justified one.
   */
  private Set<Bytes32> anchors(Replay replay) {
    Set<Bytes32> roots = new HashSet<>(Set.of(replay.justified().root()));
    Bytes32 head = replay.head();
    long epoch = Long.divideUnsigned(replay.state(head).orElseThrow().slot(), slotsPerEpoch);
    if (Long.compareUnsigned(epoch - replay.justified().epoch(), LATELY_JUSTIFIED) > 0) {
      roots.add(replay.ancestor(head, 2 * slotsPerEpoch));
    }
    roots.remove(genesisRoot);
    roots.removeIf(history::keeps);
    return roots;
  }

  private void write(Map<Bytes32, State> states, Optional<Bytes> store, long importOrder) {
    handle.useTransaction(
        h -> {
          states.forEach((root, state) -> writeState(h, root, state));
          states.keySet().forEach(history::kept);
          store.ifPresent(value -> writeStore(h, value, importOrder));
          thin(h, importOrder);
        });
    log.debug("snapshot after import {}: {} states", importOrder, states.size());
  }

  private void writeState(Handle h, Bytes32 root, State state) {
    Bytes ssz = spec.ssz().encode(state);
    stateBytes = ssz.size();
    h.createUpdate(Sql.named("insert_state_snapshot"))
        .bind("root", root.toArrayUnsafe())
        .bind("state", Zlib.compress(ssz))
        .execute();
  }

  private static void writeStore(Handle h, Bytes ssz, long importOrder) {
    h.createUpdate(Sql.named("insert_store_snapshot"))
        .bind("import_order", importOrder)
        .bind("store", Zlib.compress(ssz))
        .execute();
    h.createUpdate(Sql.named("forget_store_snapshots")).bind("most", STORES).execute();
  }

  /** Lets go of old states until the others are within the bound. */
  private void thin(Handle h, long importOrder) {
    long bytes = h.createQuery(Sql.named("state_snapshot_bytes")).mapTo(Long.class).one();
    boolean more = true;
    while (bytes > settings.mostBytes() && more) {
      Optional<Thinned> gone =
          h.createQuery(Sql.named("thin_state_snapshots"))
              .bind("import_order", importOrder)
              .map(
                  (row, context) ->
                      new Thinned(Bytes32.wrap(row.getBytes("root")), row.getLong("size_bytes")))
              .findOne();
      more = gone.isPresent();
      bytes -= gone.map(Thinned::bytes).orElse(0L);
      gone.ifPresent(thinned -> history.forgotten(thinned.root()));
    }
  }

  private record Thinned(Bytes32 root, long bytes) {}
}
