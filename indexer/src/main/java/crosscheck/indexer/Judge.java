package crosscheck.indexer;

import crosscheck.db.Database;
import crosscheck.indexer.follow.Backoff;
import crosscheck.indexer.follow.Head;
import crosscheck.indexer.follow.Judged;
import crosscheck.indexer.follow.Network;
import crosscheck.indexer.follow.Outage;
import crosscheck.indexer.follow.Sql;
import crosscheck.replay.Input;
import crosscheck.replay.Replay;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Spec;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The judging thread: takes what is unjudged in order of arrival, has it judged, and commits the
 * verdicts. Everything it must know is in the database; the {@link Replay} in memory is rebuilt
 * from there at the start, and whenever the two may have parted.
 *
 * <p>It works on one connection of its own, which holds a lock in the database: a second judge over
 * the same database waits until the first is gone.
 */
final class Judge {

  private static final Logger log = LoggerFactory.getLogger(Judge.class);
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  /**
   * So many inputs that may be junk are judged in their turn; when there are more, it is a flood.
   */
  private static final int FEW_DOUBTFUL = 256;

  /** In a flood, of each batch, one part in so many is for inputs that may be junk. */
  private static final int DOUBTFUL_SHARE = 4;

  /** When our machine vanishes, the server gives the lock free within seconds, not hours. */
  private static final String NOTICE_OUR_END =
      "set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3";

  /**
   * All that a judge asks for is found by an index. The server keeps the plan of a statement, and
   * one made while the tables were small would read them whole when they are large.
   */
  private static final String PLAN_BY_INDEX =
      "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off";

  private static final int REPORT_EVERY = 1_000;

  private final Network network;
  private final Spec spec;
  private final Jdbi jdbi;
  private final IndexerSettings settings;
  private final Clock clock;
  private final Leadership leadership;
  private final Semaphore work = new Semaphore(0);
  private final Backoff backoff = new Backoff(log, "judging");

  private volatile boolean closing;
  private Optional<Memory> memory = Optional.empty();
  private int alone;
  private long judged;

  /** The chain in memory, and the books over the connection at hand: both as far as each other. */
  private record Memory(Replay replay, Ledger ledger, Snapshots snapshots, Statistics statistics) {

    void analyze() {
      statistics.after(ledger.importOrder());
    }
  }

  /**
   * @param leadership told when this judge gets the lock, and when it may have lost it
   */
  Judge(
      Network network,
      Database database,
      IndexerSettings settings,
      Clock clock,
      Leadership leadership) {
    this.network = network;
    this.spec = network.spec();
    this.jdbi = database.unpooled();
    this.settings = settings;
    this.clock = clock;
    this.leadership = leadership;
  }

  /** Who is told whether this process is the one that judges. Must not wait for anything. */
  interface Leadership {
    /** It judges from now on. */
    void lead();

    /** It does not judge now; also said when it did not before. */
    void follow();
  }

  /** To be told when there may be something to judge. */
  void wake() {
    work.release();
  }

  /** Tries to reach the database that have failed in a row; 0 while it answers. */
  int failedTries() {
    return backoff.tries();
  }

  /** Lets {@link #run} return after the batch in hand. */
  void close() {
    closing = true;
    wake();
  }

  /**
   * Judges until closed.
   *
   * @throws RuntimeException when it cannot go on: another try makes no difference
   */
  void run() throws InterruptedException {
    while (!closing) {
      try (Handle handle = jdbi.open()) {
        judgeOn(handle);
      } catch (RuntimeException e) {
        if (!Outage.causes(e)) {
          throw e;
        }
        backoff.pause(e);
      } finally {
        leadership.follow();
        // The last commit may have got through although its connection did not live to tell.
        forget();
      }
    }
  }

  private void judgeOn(Handle handle) throws InterruptedException {
    if (!lock(handle)) {
      return;
    }
    leadership.lead();
    restore(handle);
    backoff.succeeded();
    while (!closing) {
      work.drainPermits();
      releaseSlots(handle);
      List<Pending> ready = ready(handle);
      if (ready.isEmpty()) {
        memory.orElseThrow().ledger().write(List.of(), clock.instant());
        work.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      } else {
        // The clock is read after the inputs, so that none of them came later than "now".
        judge(handle, ready, clock.instant().truncatedTo(ChronoUnit.MICROS));
        memory.orElseThrow().analyze();
      }
    }
  }

  private void forget() {
    memory.ifPresent(chain -> chain.replay().close());
    memory = Optional.empty();
  }

  private boolean lock(Handle handle) throws InterruptedException {
    handle.execute(NOTICE_OUR_END);
    handle.execute(PLAN_BY_INDEX);
    boolean waited = false;
    while (!closing) {
      if (handle.createQuery(Sql.named("try_lock")).mapTo(Boolean.class).one()) {
        return true;
      }
      if (!waited) {
        waited = true;
        log.warn("another process judges over this database; waiting until it is gone");
      }
      work.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  /** Brings memory to where the database is. */
  private void restore(Handle handle) {
    long start = System.nanoTime();
    Checkpoint first = new Checkpoint(0, network.genesisRoot());
    Head genesis = new Head(network.genesisRoot(), first, first);
    Progress progress = Ledger.begin(handle, network, genesis, clock);
    StoredHistory history = new StoredHistory(handle, network, settings.snapshots().spacing());
    Restart.Reached reached =
        new Restart(handle, network, settings.replay(), history).reach(progress.head());
    Replay replay = reached.replay();
    try {
      Ledger ledger = Ledger.open(handle, network, progress, replay::state, replay::weights);
      Snapshots snapshots =
          new Snapshots(handle, network, settings.snapshots(), history, reached.blocks());
      Statistics statistics = new Statistics(handle, progress.importOrder());
      memory = Optional.of(new Memory(replay, ledger, snapshots, statistics));
    } catch (RuntimeException e) {
      replay.close();
      throw e;
    }
    log.info(
        "judging by {} ({}): restored in {} ms, head {}",
        spec.version(),
        spec.config(),
        (System.nanoTime() - start) / 1_000_000,
        replay.head());
  }

  private void releaseSlots(Handle handle) {
    long sinceGenesis = clock.instant().getEpochSecond() - network.genesis().genesisTime();
    if (sinceGenesis >= 0) {
      long slot = sinceGenesis / spec.config().uint64("SECONDS_PER_SLOT");
      handle
          .createUpdate(Sql.named("release_slots"))
          .bind("slot", BigDecimal.valueOf(slot))
          .execute();
    }
  }

  private record Pending(long inputId, boolean decoded, Bytes ssz) {}

  private List<Pending> ready(Handle handle) {
    List<Pending> ready = next(handle);
    return alone > 0 && !ready.isEmpty() ? ready.subList(0, 1) : ready;
  }

  private List<Pending> next(Handle handle) {
    return handle
        .createQuery(Sql.named("ready"))
        .bind("most", alone > 0 ? 1 : settings.batch())
        .bind("few", FEW_DOUBTFUL)
        .bind("most_doubtful", Math.max(1, settings.batch() / DOUBTFUL_SHARE))
        .map(
            (row, context) ->
                new Pending(
                    row.getLong("input_id"),
                    row.getBoolean("decoded"),
                    Bytes.wrap(row.getBytes("ssz"))))
        .list();
  }

  private void judge(Handle handle, List<Pending> ready, Instant now) {
    try {
      List<Judged> found = judgeAll(ready, now);
      Memory chain = memory.orElseThrow();
      chain.ledger().write(found, now);
      chain.snapshots().after(found, chain.replay(), chain.ledger().importOrder());
      report(found.size());
      alone = Math.max(0, alone - 1);
    } catch (RuntimeException e) {
      if (Outage.causes(e)) {
        throw e;
      }
      // Memory is ahead of the database, or in a state that nobody knows.
      forget();
      isolate(handle, ready, now, e);
      restore(handle);
    }
  }

  private List<Judged> judgeAll(List<Pending> ready, Instant now) {
    OptionalLong time = OptionalLong.of(now.getEpochSecond());
    Iterator<Input> inputs = ready.stream().map(p -> new Input(p.ssz(), time)).iterator();
    Iterator<Pending> pending = ready.iterator();
    List<Judged> found = new ArrayList<>();
    memory
        .orElseThrow()
        .replay()
        .judgeAll(
            inputs,
            judgement -> {
              Pending input = pending.next();
              found.add(new Judged(input.inputId(), input.decoded(), judgement, now));
            });
    return found;
  }

  /** A fault of ours: find the input that brings it about, one by one, and leave that one aside. */
  private void isolate(Handle handle, List<Pending> ready, Instant now, RuntimeException fault) {
    if (ready.size() > 1) {
      log.warn("{} inputs cannot be judged together; trying each alone", ready.size(), fault);
      alone = ready.size();
      return;
    }
    long inputId = ready.get(0).inputId();
    log.error("input {}: our error while judging it", inputId, fault);
    alone = Math.max(0, alone - 1);
    Ledger.writeError(handle, network, inputId, now, String.valueOf(fault));
  }

  private void report(int count) {
    long before = judged;
    judged += count;
    if (before / REPORT_EVERY != judged / REPORT_EVERY) {
      Head head = memory.orElseThrow().ledger().head();
      log.info(
          "judged {} inputs since the start; head {}, finalized epoch {}",
          judged,
          head.root(),
          Long.toUnsignedString(head.finalized().epoch()));
    }
  }
}
