package crosscheck.indexer;

import crosscheck.indexer.chain.Chain;
import crosscheck.indexer.epoch.EpochFollower;
import crosscheck.indexer.follow.Events;
import crosscheck.indexer.follow.Follower;
import crosscheck.indexer.follow.Followers;
import crosscheck.indexer.follow.Following;
import crosscheck.indexer.follow.Head;
import crosscheck.indexer.follow.Judged;
import crosscheck.indexer.follow.Network;
import crosscheck.indexer.follow.Sql;
import crosscheck.indexer.offence.Misbehaviour;
import crosscheck.indexer.tally.Sightings;
import crosscheck.indexer.tally.VerdictCounts;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.State;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/**
 * The judge's books in the database, over one connection. When a transaction fails, they are no
 * longer good: open them again.
 */
final class Ledger {

  private final Handle handle;
  private final Network network;
  private final Events events;
  private final Checkpoints checkpoints;
  private final Chain chain;
  private final Followers followers;
  private Progress progress;

  private Ledger(
      Handle handle,
      Network network,
      Events events,
      Chain chain,
      Followers followers,
      Progress progress) {
    this.handle = handle;
    this.network = network;
    this.events = events;
    this.checkpoints = new Checkpoints(handle);
    this.chain = chain;
    this.followers = followers;
    this.progress = progress;
  }

  /**
   * Claims the database for the network, with genesis as the first head.
   *
   * @return how far the database is
   */
  static Progress begin(Handle handle, Network network, Head genesis, Clock clock) {
    return handle.inTransaction(
        h -> {
          network.claim(h, clock);
          Optional<Head> head = lastHead(h);
          if (head.isEmpty()) {
            withoutBooks(h, network, new Progress(0, genesis)).begin();
          }
          return new Progress(importOrder(h), head.orElse(genesis));
        });
  }

  /**
   * Opens the books.
   *
   * @param progress as {@link #begin} returned
   * @param states post-states by block id
   * @param weights {@link crosscheck.spec.ForkChoice#weights}
   */
  static Ledger open(
      Handle handle,
      Network network,
      Progress progress,
      Function<Bytes32, Optional<State>> states,
      Supplier<Map<Bytes32, Long>> weights) {
    Events events = new Events(handle);
    return handle.inTransaction(
        h -> {
          Following following = new Following(h, network, events, states, weights);
          Chain chain = new Chain(following);
          // What is kept beside the verdicts; a later one may rely on an earlier one.
          Followers followers =
              new Followers(
                  List.of(
                      chain,
                      new EpochFollower(following),
                      new Misbehaviour(following),
                      new VerdictCounts(following),
                      new Sightings(following)));
          return new Ledger(h, network, events, chain, followers, progress);
        });
  }

  private static Optional<Head> lastHead(Handle handle) {
    return handle.createQuery(Sql.named("last_head")).map((row, context) -> head(row)).findOne();
  }

  /** Place of the last final verdict; 0 when there is none. */
  private static long importOrder(Handle handle) {
    return handle.createQuery(Sql.named("last_import_order")).mapTo(Long.class).one();
  }

  /** The store as far as it is written. */
  Head head() {
    return progress.head();
  }

  /** Place of the last final verdict written; 0 when there is none. */
  long importOrder() {
    return progress.importOrder();
  }

  /** Writes a batch in order, in one transaction, and lets the followers have their turn. */
  void write(List<Judged> batch, Instant now) {
    progress =
        handle.inTransaction(
            h -> {
              Page page =
                  new Page(h, network, events, checkpoints, followers, chain::fork, progress);
              page.enter(batch);
              return page.finish(now);
            });
  }

  /**
   * A fault of ours, outside the verifier. The input is left for another start. Needs no open
   * books.
   */
  static void writeError(Handle handle, Network network, long inputId, Instant at, String message) {
    handle.useTransaction(
        h -> {
          Progress progress = new Progress(importOrder(h), lastHead(h).orElseThrow());
          Page page = withoutBooks(h, network, progress);
          page.enterError(
              inputId, at, OptionalLong.empty(), Page.ourFault(network.spec(), message));
          page.finish(at);
        });
  }

  /** A page that judges no block valid: nobody follows it, and no fork is asked for. */
  private static Page withoutBooks(Handle handle, Network network, Progress progress) {
    ToIntFunction<Bytes32> noForks =
        root -> {
          throw new IllegalStateException("block " + root + " has no fork");
        };
    return new Page(
        handle,
        network,
        new Events(handle),
        new Checkpoints(handle),
        new Follower() {},
        noForks,
        progress);
  }

  private static Head head(ResultSet row) throws SQLException {
    return new Head(
        Bytes32.wrap(row.getBytes("head_root")),
        checkpoint(row.getBigDecimal("justified_epoch"), row.getBytes("justified_root")),
        checkpoint(row.getBigDecimal("finalized_epoch"), row.getBytes("finalized_root")));
  }

  private static Checkpoint checkpoint(BigDecimal epoch, byte[] root) {
    return new Checkpoint(epoch.toBigIntegerExact().longValue(), Bytes32.wrap(root));
  }
}
