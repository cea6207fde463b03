package crosscheck.benchmarks;

import crosscheck.api.ApiServer;
import crosscheck.api.ApiSettings;
import crosscheck.db.Database;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Indexer;
import crosscheck.indexer.Observation;
import crosscheck.replay.Input;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;

/** One chain through the service: catching up, latency, size, restart. */
final class ServiceRun {

  private static final int GROUP = 256;
  private static final int LIVE_BLOCKS = 300;

  /** Blocks of a database that is as good as empty; enough to have heads, epochs and duties. */
  private static final int FEW = 64;

  private static final long PAUSE_MILLIS = 40;

  private final Spec spec;
  private final State genesis;
  private final List<Bytes> history;
  private final List<Bytes> live;
  private final Bytes last;

  /**
   * @param blocks a chain; the last ones come one at a time
   */
  ServiceRun(Spec spec, State genesis, List<Bytes> blocks) {
    int caughtUp = blocks.size() - LIVE_BLOCKS - 1;
    this.spec = spec;
    this.genesis = genesis;
    this.history = blocks.subList(0, caughtUp);
    this.live = blocks.subList(caughtUp, blocks.size() - 1);
    this.last = blocks.get(blocks.size() - 1);
  }

  /**
   * @param rounds of catching up; the rest is measured in the last
   */
  List<Row> rows(int rounds) throws Exception {
    List<Row> rows = new ArrayList<>();
    double[] plain = new double[rounds];
    double[] stored = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      plain[round] = plain();
      boolean measureOn = round == rounds - 1;
      Path folder = Files.createTempDirectory("crosscheck-benchmark-");
      try (Database database = Database.embedded(folder)) {
        try (Indexer indexer = indexer(database)) {
          stored[round] = catchUp(indexer, database);
          System.err.printf(
              "round %d: verify %.0f blocks/s, stored and judged %.0f blocks/s%n",
              round + 1, history.size() / plain[round], history.size() / stored[round]);
          if (measureOn) {
            rows.addAll(latency(indexer, database));
          }
        }
        if (measureOn) {
          rows.addAll(size(database));
          rows.addAll(answers(database));
          rows.add(restart(database));
        }
      } finally {
        Folders.delete(folder);
      }
    }
    double plainSeconds = median(plain);
    double storedSeconds = median(stored);
    rows.add(0, Row.of("plain verify", "blocks/s", history.size() / plainSeconds));
    rows.add(1, Row.of("received, stored and judged", "blocks/s", history.size() / storedSeconds));
    rows.add(
        2,
        // 60 % of the speed.
        Row.of("… the time it takes, of that of plain verify", "×", storedSeconds / plainSeconds)
            .goal(1 / 0.6));
    return rows;
  }

  private Indexer indexer(Database database) {
    return new Indexer(spec, genesis, database, List.of(), Clock.systemUTC());
  }

  private double plain() {
    long start = System.nanoTime();
    try (Replay replay = new Replay(spec, genesis, ReplaySettings.defaults())) {
      replay.judgeAll(
          history.stream().map(ssz -> new Input(ssz, OptionalLong.empty())).iterator(),
          judgement ->
              Wrong.unless(
                  judgement.verdict() == Verdict.VALID,
                  () -> "a block of the network is " + judgement.verdict()));
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private double catchUp(Indexer indexer, Database database) throws InterruptedException {
    indexer.start();
    long start = System.nanoTime();
    for (int i = 0; i < history.size(); i += GROUP) {
      indexer
          .receiver()
          .receiveAll(
              history.subList(i, Math.min(history.size(), i + GROUP)).stream()
                  .map(ServiceRun::delivery)
                  .toList());
    }
    awaitValid(database, history.size());
    return (System.nanoTime() - start) / 1e9;
  }

  private static Delivery delivery(Bytes ssz) {
    return new Delivery(
        ssz, new Observation("benchmark", Optional.of("node"), Instant.now()), Optional.empty());
  }

  private static void awaitValid(Database database, long count) throws InterruptedException {
    String query = "select coalesce(max(import_order), 0) from verdicts";
    while (database.jdbi().withHandle(h -> h.createQuery(query).mapTo(Long.class).one()) < count) {
      Thread.sleep(5);
    }
  }

  /** From the call that receives a block to the answer that says it is valid. */
  private List<Row> latency(Indexer indexer, Database database) throws Exception {
    double[] millis = new double[live.size()];
    try (ApiServer server = new ApiServer(database.jdbi(), spec, ApiSettings.of("127.0.0.1", 0))) {
      server.start();
      HttpClient client = HttpClient.newHttpClient();
      for (int i = 0; i < millis.length; i++) {
        Bytes ssz = live.get(i);
        String root = spec.root(spec.decodeBlock(ssz)).toHexString();
        HttpRequest request =
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + server.port() + "/api/v1/blocks/" + root))
                .build();
        long start = System.nanoTime();
        indexer.receiver().receiveAll(List.of(delivery(ssz)));
        while (!client
            .send(request, HttpResponse.BodyHandlers.ofString())
            .body()
            .contains("\"verdict\":\"valid\"")) {
          Thread.onSpinWait();
        }
        millis[i] = (System.nanoTime() - start) / 1e6;
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    // The first ones warm the server up.
    double[] sorted = Arrays.stream(millis).skip(millis.length / 5).sorted().toArray();
    return List.of(
        Row.of("from receipt to verdict over REST, median", "ms", sorted[sorted.length / 2]),
        Row.of("from receipt to verdict over REST, p99", "ms", sorted[sorted.length * 99 / 100])
            .goal(100));
  }

  private List<Row> size(Database database) {
    database.jdbi().useHandle(handle -> handle.execute("vacuum"));
    List<Row> rows = new ArrayList<>();
    double blocks = history.size() + live.size();
    double total = 0;
    var tables =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            select relname, pg_total_relation_size(oid) as size_bytes
                            from pg_class
                            where relkind = 'r' and relnamespace = 'public'::regnamespace
                              and relname not like '%snapshot%'
                              and relname not in ('networks', 'flyway_schema_history')
                            order by 2 desc
                            """)
                        .mapToMap()
                        .list());
    for (var table : tables) {
      double bytes = ((Number) table.get("size_bytes")).doubleValue() / blocks;
      total += bytes;
      if (bytes >= 20) {
        rows.add(Row.of("… " + table.get("relname"), "bytes", bytes));
      }
    }
    rows.add(0, Row.of("database without snapshots, a block", "bytes", total).goal(2_048));
    return rows;
  }

  /** Over the long chain, and over the first blocks of it. */
  private List<Row> answers(Database full) throws Exception {
    Map<String, Double> over = Answers.medians(full, spec);
    Map<String, Double> before;
    Path folder = Files.createTempDirectory("crosscheck-benchmark-");
    try (Database few = Database.embedded(folder)) {
      try (Indexer indexer = indexer(few)) {
        indexer.start();
        indexer
            .receiver()
            .receiveAll(history.subList(0, FEW).stream().map(ServiceRun::delivery).toList());
        awaitValid(few, FEW);
      }
      before = Answers.medians(few, spec);
    } finally {
      Folders.delete(folder);
    }
    List<Row> rows = new ArrayList<>();
    double[] ratios = new double[over.size()];
    for (String address : over.keySet()) {
      double ratio = over.get(address) / before.get(address);
      ratios[rows.size()] = ratio;
      rows.add(
          Row.of("… `%s`, %s ms".formatted(address, Row.number(over.get(address))), "×", ratio));
    }
    rows.removeIf(row -> row.measured() < 1.5);
    rows.add(
        0,
        Row.of(
                "an answer of the API, of what it takes over %d blocks: median of %d addresses"
                    .formatted(FEW, ratios.length),
                "×",
                median(ratios))
            .goal(1.1));
    return rows;
  }

  private Row restart(Database database) throws InterruptedException {
    long start = System.nanoTime();
    try (Indexer indexer = indexer(database)) {
      indexer.start();
      indexer.receiver().receiveAll(List.of(delivery(last)));
      awaitValid(database, history.size() + live.size() + 1L);
    }
    return Row.of(
        "restart, until the next block is judged", "s", (System.nanoTime() - start) / 1e9);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
