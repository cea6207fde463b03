package crosscheck.indexer;

import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import crosscheck.indexer.alert.AlertEngine;
import crosscheck.indexer.delivery.Webhooks;
import crosscheck.indexer.exercise.ExerciseEngine;
import crosscheck.indexer.follow.Network;
import crosscheck.indexer.follow.Sql;
import crosscheck.indexer.source.SourceRegistry;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.indexer.source.SourceSupervisor;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one network: receives from its sources, and judges what was received into the database.
 *
 * <pre>{@code
 * try (Database database = Database.embedded(directory);
 *     Indexer indexer = new Indexer(spec, genesis, database, List.of(source), Clock.systemUTC())) {
 *   indexer.start();
 *   indexer.ended().join(); // returns when closed; throws when it cannot go on
 * }
 * }</pre>
 *
 * <p>The process may be killed at any instant and started again over the same database. Several may
 * run over one database: one of them leads, that is, judges and runs the sources; when it is gone,
 * another one takes over. Close the indexer before the database, and call both from a shutdown
 * hook.
 */
public final class Indexer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Indexer.class);

  private final Spec spec;
  private final Inbox inbox;
  private final SourceSupervisor sources;
  private final Judge judge;
  private final AlertEngine alerts;
  private final Webhooks webhooks;
  private final ExerciseEngine exercises;
  private final Thread thread = new Thread(this::judge, "judge");
  private final Thread alertThread = new Thread(this::makeAlerts, "alerts");
  private final Thread exerciseThread = new Thread(this::judgeExercises, "exercises");
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean leading;
  private boolean started;

  /** With {@link IndexerSettings#DEFAULT}. */
  public Indexer(
      Spec spec, State genesis, Database database, List<SourceSettings> sources, Clock clock) {
    this(spec, genesis, database, sources, clock, IndexerSettings.DEFAULT);
  }

  /**
   * Does not start anything yet, but checks that the database is about this network.
   *
   * @param genesis state of slot 0
   * @param database stays the caller's to close
   * @param sources those of the settings file, with distinct names; others may have been added to
   *     the {@link SourceRegistry}. None is fine: deliver to {@link #receiver()}
   * @param clock decides which slots have come
   * @throws DatabaseException when the database was begun with another network or spec version
   * @throws IllegalArgumentException when two sources have the same name
   */
  public Indexer(
      Spec spec,
      State genesis,
      Database database,
      List<SourceSettings> sources,
      Clock clock,
      IndexerSettings settings) {
    this.spec = spec;
    Network network = Network.of(spec, genesis);
    database
        .jdbi()
        .useTransaction(
            handle -> {
              network.claim(handle, clock);
              handle
                  .createUpdate(Sql.named("retry_errors"))
                  .bind("most_attempts", settings.mostAttempts())
                  .execute();
            });
    SourceRegistry registry = new SourceRegistry(database.jdbi(), clock);
    registry.replaceThoseOfTheFile(sources);
    this.inbox = new Inbox(spec, database, settings, clock, () -> stored(database));
    this.sources = new SourceSupervisor(database, registry, inbox, this::wake);
    this.judge = new Judge(network, database, settings, clock, leadership());
    this.webhooks = new Webhooks(database, settings.webhooks(), clock, () -> leading);
    this.alerts = new AlertEngine(database, settings.alerts(), clock, () -> leading, webhooks);
    this.exercises = new ExerciseEngine(database, clock, () -> leading);
  }

  private Judge.Leadership leadership() {
    return new Judge.Leadership() {
      @Override
      public void lead() {
        leading = true;
        sources.lead();
      }

      @Override
      public void follow() {
        leading = false;
        sources.follow();
      }
    };
  }

  private void stored(Database database) {
    if (leading) {
      judge.wake();
    } else {
      Inbox.tellTheJudge(database.jdbi());
    }
  }

  /** Starts judging and the sources. Call it once; after {@link #close} it does nothing. */
  public synchronized void start() {
    if (ended.isDone()) {
      return;
    }
    log.info("indexer starts: {} {}", spec.config().name(), spec.version());
    started = true;
    sources.start();
    thread.start();
    alertThread.start();
    exerciseThread.start();
    webhooks.start();
  }

  private void judge() {
    try {
      judge.run();
      ended.complete(null);
    } catch (InterruptedException e) {
      ended.complete(null);
    } catch (RuntimeException | Error e) {
      log.error("judging has stopped", e);
      ended.completeExceptionally(e);
    }
  }

  /** Whatever becomes of alerts, judging goes on. */
  private void makeAlerts() {
    try {
      alerts.run();
    } catch (InterruptedException e) {
      log.debug("alerts closed", e);
    }
  }

  /** Whatever becomes of exercises, judging goes on. */
  private void judgeExercises() {
    try {
      exercises.run();
    } catch (InterruptedException e) {
      log.debug("exercises closed", e);
    }
  }

  /** For sources within this process; to be used from the construction until {@link #close}. */
  public Receiver receiver() {
    return inbox;
  }

  /**
   * Looks for something to judge now. It does so by itself when something is received, and every
   * second; a test that moves its clock need not wait for that.
   */
  public void wake() {
    judge.wake();
  }

  /**
   * Has the rules of alerts look now, as they do by themselves when something happens and every
   * second; a test that moves its clock need not wait for that. Only where this indexer leads.
   *
   * @return completes when what they found is committed; cancelled when the indexer is closed first
   */
  public CompletableFuture<Void> lookForAlerts() {
    return alerts.look();
  }

  /**
   * Has the exercises that run looked at now, as they are by themselves several times a second; a
   * test that moves its clock need not wait for that. Only where this indexer leads.
   *
   * @return completes when what was found is committed; cancelled when the indexer is closed first
   */
  public CompletableFuture<Void> lookForExercises() {
    return exercises.look();
  }

  /** How often in a row judging could not reach the database; 0 while it answers. */
  public int failedTries() {
    return judge.failedTries();
  }

  /**
   * Completes when {@link #close} was called and the last batch is committed; exceptionally when
   * judging cannot go on (the other parts run on until closed).
   */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /** Stops the sources, then judging after the batch in hand; waits until all have ended. */
  @Override
  public synchronized void close() {
    if (started) {
      webhooks.close();
      alerts.close();
      alertThread.interrupt();
      exercises.close();
      exerciseThread.interrupt();
      sources.close();
      judge.close();
      joinUninterruptibly(alertThread);
      joinUninterruptibly(exerciseThread);
      joinUninterruptibly(thread);
    }
    ended.complete(null);
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
