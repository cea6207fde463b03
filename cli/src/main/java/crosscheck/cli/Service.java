package crosscheck.cli;

import crosscheck.api.ApiServer;
import crosscheck.api.ApiSettings;
import crosscheck.api.Changes;
import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import crosscheck.indexer.Indexer;
import crosscheck.indexer.IndexerSettings;
import crosscheck.indexer.Receiver;
import crosscheck.indexer.alert.Acknowledging;
import crosscheck.indexer.exercise.ExerciseBook;
import crosscheck.indexer.source.SourceRegistry;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The parts of a role over one database, for one network. What is closed here in order is closed
 * also when the process is told to end.
 */
final class Service implements AutoCloseable {

  private final Optional<Indexer> indexer;
  private final Receiver receiver;
  private final ApiServer api;
  private final String host;
  private final CompletableFuture<Void> ended;

  private Service(
      Optional<Indexer> indexer,
      Receiver receiver,
      Spec spec,
      Database database,
      ApiSettings address) {
    this.indexer = indexer;
    this.receiver = receiver;
    this.host = address.host();
    this.ended = indexer.map(Indexer::ended).orElseGet(CompletableFuture::new);
    Clock clock = Clock.systemUTC();
    SourceRegistry registry = new SourceRegistry(database.jdbi(), clock);
    Changes changes =
        new Changes(
            new PushedInputs(receiver),
            new RegisteredSources(registry),
            new RecordedAcknowledgements(new Acknowledging(database, clock)),
            new BegunExercises(new ExerciseBook(database, clock)));
    this.api = new ApiServer(database.jdbi(), spec, address, clock, Optional.of(changes));
    try {
      api.start();
    } catch (RuntimeException e) {
      close();
      throw ServiceAddress.taken(address, e);
    }
    indexer.ifPresent(Indexer::start);
  }

  /**
   * Judges, runs sources, and serves.
   *
   * @param database stays the caller's to close, after this
   * @param sources those of the settings file
   * @param address {@link ApiSettings#healthOnly()} for a process that does not serve the rest
   */
  static Service judging(
      Spec spec,
      State genesis,
      Database database,
      List<SourceSettings> sources,
      IndexerSettings settings,
      ApiSettings address) {
    Indexer indexer;
    try {
      indexer = new Indexer(spec, genesis, database, sources, Clock.systemUTC(), settings);
    } catch (DatabaseException | IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
    return new Service(Optional.of(indexer), indexer.receiver(), spec, database, address);
  }

  /**
   * Serves, beside a process that judges.
   *
   * @param database stays the caller's to close, after this
   */
  static Service serving(Spec spec, Database database, ApiSettings address) {
    Receiver receiver = Receiver.beside(spec, database, IndexerSettings.DEFAULT, Clock.systemUTC());
    return new Service(Optional.empty(), receiver, spec, database, address);
  }

  /** Where blocks can be delivered within this process. */
  Receiver receiver() {
    return receiver;
  }

  /** Address of the page. */
  String url() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + shown + ":" + api.port();
  }

  /**
   * Waits until the service is closed, by another thread.
   *
   * @throws IllegalStateException when it cannot go on
   */
  void await() {
    try {
      ended.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the service cannot go on: " + e.getCause(), e.getCause());
    }
  }

  /**
   * Fails when it has ended by itself.
   *
   * @throws IllegalStateException when it cannot go on
   */
  void requireRunning() {
    if (ended.isDone()) {
      await();
      throw new IllegalStateException("the service was closed");
    }
  }

  /** Ends the API, then the indexer after the batch in hand. Harmless when done twice. */
  @Override
  public void close() {
    api.close();
    indexer.ifPresent(Indexer::close);
    ended.complete(null);
  }
}
