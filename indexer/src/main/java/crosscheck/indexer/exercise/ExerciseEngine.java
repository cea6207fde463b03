package crosscheck.indexer.exercise;

import crosscheck.db.Database;
import crosscheck.indexer.follow.Backoff;
import crosscheck.indexer.follow.Outage;
import crosscheck.indexer.follow.Sql;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that decides exercises. It looks again and again; each look at an exercise is one
 * transaction, in which goals, how far they are, and the events that tell of them commit together.
 * All it must know is in the database, so it may be killed at any instant.
 */
public final class ExerciseEngine {

  private static final Logger log = LoggerFactory.getLogger(ExerciseEngine.class);

  /** While an exercise runs. */
  private static final long LOOK_EVERY_MILLIS = 250;

  private static final long IDLE_MILLIS = 1_000;

  private final Jdbi jdbi;
  private final Clock clock;
  private final BooleanSupplier leading;
  private final Backoff backoff = new Backoff(log, "exercises");

  /** Those who wait for a look. */
  private final BlockingQueue<CompletableFuture<Void>> asked = new LinkedBlockingQueue<>();

  private volatile boolean closing;

  /**
   * Nothing runs before {@link #run}.
   *
   * @param leading whether it is this process that decides now
   */
  public ExerciseEngine(Database database, Clock clock, BooleanSupplier leading) {
    this.jdbi = database.unpooled();
    this.clock = clock;
    this.leading = leading;
  }

  /** Lets {@link #run} return soon. */
  public void close() {
    closing = true;
    cancelAsked();
  }

  /**
   * Has a look taken at once at every exercise that runs.
   *
   * @return completes when what it found is committed; cancelled when the engine is closed first
   */
  public CompletableFuture<Void> look() {
    CompletableFuture<Void> looked = new CompletableFuture<>();
    asked.add(looked);
    if (closing) {
      cancelAsked();
    }
    return looked;
  }

  private void cancelAsked() {
    for (CompletableFuture<Void> each = asked.poll(); each != null; each = asked.poll()) {
      each.cancel(false);
    }
  }

  /** Decides until closed; while the database is away it tries again. */
  public void run() throws InterruptedException {
    while (!closing) {
      if (!leading.getAsBoolean()) {
        Thread.sleep(LOOK_EVERY_MILLIS);
        continue;
      }
      try (Handle handle = jdbi.open()) {
        follow(handle);
      } catch (RuntimeException e) {
        if (!Outage.causes(e)) {
          log.error("exercises cannot be decided; trying again", e);
        }
        backoff.pause(e);
      }
    }
  }

  private void follow(Handle handle) throws InterruptedException {
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    try {
      while (!closing && leading.getAsBoolean()) {
        asked.drainTo(waiting);
        long pause = look(handle) ? LOOK_EVERY_MILLIS : IDLE_MILLIS;
        backoff.succeeded();
        waiting.forEach(each -> each.complete(null));
        waiting.clear();
        Optional.ofNullable(asked.poll(pause, TimeUnit.MILLISECONDS)).ifPresent(waiting::add);
      }
    } finally {
      // Another look may be theirs.
      asked.addAll(waiting);
      if (closing) {
        cancelAsked();
      }
    }
  }

  /** Whether any exercise runs. */
  private boolean look(Handle handle) {
    List<Long> running =
        handle.createQuery(Sql.named("exercises_running")).mapTo(Long.class).list();
    for (long id : running) {
      // One look sees one state of the tables, however many statements it takes.
      handle.useTransaction(
          TransactionIsolationLevel.REPEATABLE_READ,
          h -> Evaluation.look(h, id, clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }
    return !running.isEmpty();
  }
}
