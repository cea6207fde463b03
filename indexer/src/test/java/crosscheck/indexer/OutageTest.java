package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.TestDatabase;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

/** The database dies under a running indexer, and comes back. */
final class OutageTest {

  private final ReferenceChain chain = ReferenceChain.of("forks-16");

  @Test
  void losesNothingWhenItsConnectionsAreCutAgainAndAgain() throws Exception {
    Random random = new Random(3);
    ExecutorService deliverer = Executors.newSingleThreadExecutor();
    try (Service service = start();
        Service calm = start()) {
      calm.receive(chain.entries());
      Jdbi outside = outside(service);
      Future<?> delivered =
          deliverer.submit(() -> chain.entries().forEach(entry -> service.receive(entry.ssz())));
      for (int cut = 1; cut <= 8; cut++) {
        long judged = random.nextInt(11) + 10L * cut - 10;
        Await.until(() -> judged + " verdicts", () -> judged(outside) >= judged);
        cutConnections(service);
      }
      delivered.get();
      Await.until(
          () -> "all verdicts, ended: " + service.indexer.ended(),
          () -> judged(outside) == chain.entries().size());
      service.awaitJudged();
      calm.awaitJudged();
      service.awaitAlerts();
      calm.awaitAlerts();
      assertThat(withoutObservations(Record.of(service.database)))
          .isEqualTo(withoutObservations(Record.of(calm.database)));
    } finally {
      deliverer.shutdownNow();
    }
  }

  @Test
  void waitsForADatabaseThatIsAwayForAWhile() throws Exception {
    ExecutorService deliverer = Executors.newSingleThreadExecutor();
    try (Service service = start()) {
      service.receive(chain.entries().subList(0, 10));
      service.awaitJudged();
      Jdbi server = server(service);
      String database = name(service);
      server.useHandle(h -> h.execute("alter database " + database + " allow_connections false"));
      cutConnections(service);
      Future<Receipt> late = deliverer.submit(() -> service.receive(chain.entries().get(10).ssz()));
      Await.until(() -> "the indexer has been refused", () -> service.indexer.failedTries() > 1);
      assertThat(late.isDone()).isFalse();
      server.useHandle(h -> h.execute("alter database " + database + " allow_connections true"));
      assertThat(late.get().outcome()).isEqualTo(Receipt.Outcome.STORED);
      service.awaitJudged();
      assertThat(service.lines("select distinct status from verdicts")).containsExactly("valid");
    } finally {
      deliverer.shutdownNow();
    }
  }

  private Service start() {
    return new Service(
            chain, TestDatabase.create(), List.of(), IndexerSettings.DEFAULT.withBatch(4))
        .start();
  }

  /** An answer that was lost on its way makes a delivery happen twice; that is one more row. */
  private static List<String> withoutObservations(List<String> record) {
    return record.stream().filter(line -> !line.startsWith("observed ")).toList();
  }

  private static long judged(Jdbi outside) {
    try {
      return outside.withHandle(
          h ->
              h.createQuery("select count(*) from verdicts where import_order is not null")
                  .mapTo(Long.class)
                  .one());
    } catch (JdbiException e) {
      return -1;
    }
  }

  private static Jdbi outside(Service service) {
    return Jdbi.create(service.database.url());
  }

  private static Jdbi server(Service service) {
    return Jdbi.create(service.database.url().replaceFirst("/test_\\d+", "/postgres"));
  }

  private static String name(Service service) {
    return service.database.url().replaceFirst(".*/(test_\\d+).*", "$1");
  }

  private static void cutConnections(Service service) {
    server(service)
        .useHandle(
            h ->
                h.createQuery(
                        """
                        select pg_terminate_backend(pid)
                        from pg_stat_activity
                        where datname = :database
                        """)
                    .bind("database", name(service))
                    .mapTo(Boolean.class)
                    .list());
  }
}
