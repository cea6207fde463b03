package crosscheck.indexer;

import crosscheck.db.Database;
import crosscheck.indexer.alert.AlertSettings;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.settings.Value;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A running indexer over a test database, and questions to the database. */
final class Service implements AutoCloseable {

  static final Observation SEEN = new Observation("test", Optional.of("node-1"), Instant.EPOCH);

  /** However many alerts there are, each cause has its own. */
  static final IndexerSettings ALL_ALERTS =
      IndexerSettings.DEFAULT.withAlerts(AlertSettings.DEFAULT.withMostOpen(10_000));

  final Database database;
  final SettableClock clock;
  final Indexer indexer;

  /** The clock stands long after the chains. */
  Service(ReferenceChain chain, Database database, List<SourceSettings> sources) {
    this(chain, database, sources, IndexerSettings.DEFAULT);
  }

  Service(
      ReferenceChain chain,
      Database database,
      List<SourceSettings> sources,
      IndexerSettings settings) {
    this.database = database;
    this.clock = new SettableClock(Instant.parse("2026-01-01T00:00:00.123456Z"));
    this.indexer = new Indexer(chain.spec(), chain.genesis(), database, sources, clock, settings);
  }

  /** A watched folder, with other settings. */
  static SourceSettings folder(Path folder, String... settings) {
    String yaml = "name: directory:%s\nkind: directory\nfolder: %s\n".formatted(folder, folder);
    return SourceSettings.read(Value.parse("test", yaml + String.join("\n", settings)));
  }

  Service start() {
    indexer.start();
    return this;
  }

  Receipt receive(Bytes ssz) {
    try {
      return indexer.receiver().receive(ssz, SEEN);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void receive(List<ReferenceChain.Entry> entries) {
    try {
      indexer
          .receiver()
          .receiveAll(
              entries.stream().map(e -> new Delivery(e.ssz(), SEEN, Optional.empty())).toList());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Until nothing is left to judge but what waits. */
  void awaitJudged() {
    Await.until(
        () ->
            "everything judged: "
                + rows("select status, waiting_for, count(*) from verdicts group by 1, 2"),
        () -> {
          if (indexer.ended().isCompletedExceptionally()) {
            indexer.ended().join();
          }
          return number(
                  "select count(*) from verdicts where status = 'unjudged' and waiting_for is null")
              == 0;
        });
  }

  /** Until the rules of alerts have seen every event. */
  void awaitAlerts() {
    Await.until(
        () -> "every event seen by the rules",
        () ->
            number(
                    """
                    select count(*)
                    from event_log
                    where id > (select coalesce(max(last_event_id), 0) from readers
                        where name = 'alerts')
                      and type::text not like 'alert%'
                    """)
                == 0);
  }

  long number(String sql) {
    return database.jdbi().withHandle(h -> h.createQuery(sql).mapTo(Long.class).one());
  }

  List<Map<String, Object>> rows(String sql) {
    return database.jdbi().withHandle(h -> h.createQuery(sql).mapToMap().list());
  }

  List<String> lines(String sql) {
    return database.jdbi().withHandle(h -> h.createQuery(sql).mapTo(String.class).list());
  }

  /** The verdict of an input, with its block. */
  Map<String, Object> verdict(Receipt receipt) {
    return database
        .jdbi()
        .withHandle(
            h ->
                h.createQuery(
                        """
                        select v.*, b.root, b.canonical,
                          j.epoch as justified_epoch, j.root as justified_root,
                          f.epoch as finalized_epoch, f.root as finalized_root
                        from verdicts v
                          left join blocks b on b.input_id = v.input_id
                          left join checkpoints j on j.id = v.justified_id
                          left join checkpoints f on f.id = v.finalized_id
                        where v.input_id = :id
                        """)
                    .bind("id", receipt.inputId().getAsLong())
                    .mapToMap()
                    .one());
  }

  @Override
  public void close() {
    indexer.close();
    database.close();
  }
}
