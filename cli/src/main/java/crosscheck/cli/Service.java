package crosscheck.cli;

import crosscheck.api.ApiServer;
import crosscheck.api.ApiSettings;
import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import crosscheck.indexer.Indexer;
import crosscheck.indexer.Receiver;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Indexer and API over one database, for one network. What is closed here in order is closed also
 * when the process is told to end.
 */
final class Service implements AutoCloseable {

  private final Indexer indexer;
  private final ApiServer api;
  private final String host;

  /**
   * Nothing runs yet.
   *
   * @param database stays the caller's to close, after this
   */
  Service(
      Spec spec,
      State genesis,
      Database database,
      List<SourceSettings> sources,
      ServiceAddress address) {
    this.host = address.bind();
    try {
      this.indexer = new Indexer(spec, genesis, database, sources, Clock.systemUTC());
    } catch (DatabaseException e) {
      throw new UsageException(e.getMessage(), e);
    }
    this.api = new ApiServer(database.jdbi(), spec, ApiSettings.of(host, address.port()));
    try {
      api.start();
    } catch (RuntimeException e) {
      close();
      throw address.taken(e);
    }
    indexer.start();
  }

  /** Where blocks can be delivered within this process. */
  Receiver receiver() {
    return indexer.receiver();
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
      indexer.ended().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the service cannot go on: " + e.getCause(), e.getCause());
    }
  }

  /** Ends the API, then the indexer after the batch in hand. Harmless when done twice. */
  @Override
  public void close() {
    api.close();
    indexer.close();
  }
}
