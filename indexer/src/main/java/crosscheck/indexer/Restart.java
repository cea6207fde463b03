package crosscheck.indexer;

import crosscheck.indexer.follow.Head;
import crosscheck.indexer.follow.Network;
import crosscheck.indexer.follow.Outage;
import crosscheck.indexer.follow.Sql;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.RestorePoint;
import crosscheck.replay.Verdict;
import crosscheck.spec.ForkChoiceStore;
import crosscheck.spec.KnownBlock;
import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a chain in memory to where the database is: from the newest snapshot that is whole, else
 * from genesis, by executing the blocks after it.
 */
final class Restart {

  private static final Logger log = LoggerFactory.getLogger(Restart.class);
  private static final int ROWS_AT_A_TIME = 100;

  private final Handle handle;
  private final Network network;
  private final Spec spec;
  private final ReplaySettings settings;
  private final StoredHistory history;

  /**
   * Where a restart has come to.
   *
   * @param blocks executed after the snapshot
   */
  record Reached(Replay replay, long blocks) {}

  Restart(Handle handle, Network network, ReplaySettings settings, StoredHistory history) {
    this.handle = handle;
    this.network = network;
    this.spec = network.spec();
    this.settings = settings;
    this.history = history;
  }

  /**
   * @param stored the store after the last verdict: where it must lead
   * @throws IllegalStateException when the blocks do not lead there, even from genesis
   */
  Reached reach(Head stored) {
    List<Long> snapshots =
        handle.createQuery(Sql.named("store_snapshots")).mapTo(Long.class).list();
    for (long importOrder : snapshots) {
      try {
        return reachFrom(importOrder, stored);
      } catch (RuntimeException e) {
        if (Outage.causes(e)) {
          throw e;
        }
        log.warn(
            "the snapshot after import {} is of no use ({}); going further back",
            importOrder,
            e.toString());
      }
    }
    return reachFrom(0, stored);
  }

  /**
   * @param importOrder of a snapshot; 0 is genesis
   */
  private Reached reachFrom(long importOrder, Head stored) {
    Replay replay = new Replay(spec, network.genesis(), settings, history);
    try {
      if (importOrder > 0) {
        replay.resume(new RestorePoint(known(importOrder), store(importOrder)));
      }
      long blocks = handle.inTransaction(h -> executeAfter(h, importOrder, replay));
      Head reached = new Head(replay.head(), replay.justified(), replay.finalized());
      if (!reached.equals(stored)) {
        throw new IllegalStateException(
            "the stored blocks lead to %s, but %s was stored".formatted(reached, stored));
      }
      log.info(
          "restored from the snapshot after import {}: {} blocks executed again, {} more for states",
          importOrder,
          blocks,
          history.blocksRead());
      return new Reached(replay, blocks);
    } catch (RuntimeException e) {
      replay.close();
      throw e;
    }
  }

  private List<KnownBlock> known(long importOrder) {
    return handle
        .createQuery(Sql.named("known_blocks"))
        .bind("import_order", importOrder)
        .map(
            (row, context) ->
                new KnownBlock(
                    Bytes32.wrap(row.getBytes("root")),
                    Bytes32.wrap(row.getBytes("parent_root")),
                    row.getBigDecimal("slot").toBigIntegerExact().longValue(),
                    row.getBoolean("followed")))
        .list();
  }

  private ForkChoiceStore store(long importOrder) {
    byte[] stored =
        handle
            .createQuery(Sql.named("store_snapshot"))
            .bind("import_order", importOrder)
            .mapTo(byte[].class)
            .one();
    try {
      return spec.ssz().decode(ForkChoiceStore.class, Zlib.decompress(stored));
    } catch (IOException | SszException e) {
      throw new IllegalStateException("the store is damaged", e);
    }
  }

  private static long executeAfter(Handle handle, long importOrder, Replay replay) {
    record Import(long inputId, Bytes ssz, Instant judgedAt) {}
    long count = 0;
    try (var imports =
        handle
            .createQuery(Sql.named("imports_to_restore"))
            .bind("import_order", importOrder)
            .setFetchSize(ROWS_AT_A_TIME)
            .map(
                (row, context) ->
                    new Import(
                        row.getLong("input_id"),
                        Bytes.wrap(row.getBytes("ssz")),
                        row.getObject("judged_at", OffsetDateTime.class).toInstant()))
            .iterator()) {
      while (imports.hasNext()) {
        Import next = imports.next();
        Judgement judgement =
            replay.restore(next.ssz(), OptionalLong.of(next.judgedAt().getEpochSecond()));
        if (judgement.verdict() != Verdict.VALID) {
          throw new IllegalStateException(
              "input %d was judged valid, and now is %s: %s"
                  .formatted(next.inputId(), judgement.verdict().word(), judgement.failure()));
        }
        count++;
      }
    }
    return count;
  }
}
