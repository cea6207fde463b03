package crosscheck.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.api.ApiServer;
import crosscheck.api.ApiSettings;
import crosscheck.db.Database;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * Reading from a long history: {@code [--blocks N] [--validators N] [--seconds N] [--rate N]
 * [--warm-up SECONDS] [--folder DIR] [--out FILE]}. Exit 0 when everything was measured, 1 when an
 * answer was wrong, 2 for wrong arguments.
 */
public final class ReadBenchmark {

  private static final int WARM_UP_SECONDS = 120;

  /** How often each address is asked for alone: enough for a CPU clock that ticks in 10 ms. */
  private static final int ALONE = 50;

  private static final int STEP_SECONDS = 15;

  /** What a machine answers while it compiles the code. */
  private static final int WARM_UP_RATE = 100;

  /** Requests a second, in which the highest one is looked for. */
  private static final int[] RATES = {25, 50, 75, 100, 125, 150, 175, 200, 250, 300, 400};

  private static final double GOAL_MILLIS = 20;

  /** Not questions with an answer: a stream, and the list of addresses itself. */
  private static final List<String> NOT_ASKED = List.of("/api/v1", "/api/v1/events/stream");

  private long blocks = 1_000_000;
  private int validators = 100_000;
  private int seconds = 120;
  private int perSecond = 200;
  private int warmUp = WARM_UP_SECONDS;
  private Optional<Path> folder = Optional.empty();
  private Path out;

  private ReadBenchmark() {}

  public static void main(String... arguments) throws Exception {
    System.exit(new ReadBenchmark().run(arguments));
  }

  private int run(String... arguments) throws Exception {
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      switch (arguments[i]) {
        case "--blocks" -> blocks = Long.parseLong(value);
        case "--validators" -> validators = Integer.parseInt(value);
        case "--rate" -> perSecond = Integer.parseInt(value);
        case "--seconds" -> seconds = Integer.parseInt(value);
        case "--warm-up" -> warmUp = Integer.parseInt(value);
        case "--folder" -> folder = Optional.of(Path.of(value));
        case "--out" -> out = Path.of(value);
        default -> {
          System.err.println("benchmarks: unknown argument " + arguments[i]);
          return 2;
        }
      }
    }
    Path own = Files.createTempDirectory("crosscheck-benchmark-");
    try (Database opened = Database.embedded(folder.orElse(own))) {
      return measure(opened) ? 0 : 1;
    } finally {
      Folders.delete(own);
    }
  }

  /** Whether every answer was one. */
  private boolean measure(Database opened) throws Exception {
    Machine machine = Machine.now(DataFolder.repository());
    Spec spec = Specs.of(Specs.DEFAULT_VERSION, Config.minimal());
    long start = System.nanoTime();
    if (opened
        .jdbi()
        .withHandle(h -> h.select("select 1 from networks").mapTo(Integer.class).findOne())
        .isEmpty()) {
      LongHistory.fill(opened, spec, blocks, validators, template(spec));
    }
    System.err.printf(
        "%d blocks in the database after %.0f s%n", blocks, (System.nanoTime() - start) / 1e9);
    try (ApiServer server = new ApiServer(opened.jdbi(), spec, ApiSettings.of("127.0.0.1", 0))) {
      server.start();
      List<Asked> asked = Asked.all(Samples.of(opened, spec, blocks, validators));
      requireEveryAddress(server.port(), asked);
      long backend =
          opened
              .jdbi()
              .withHandle(h -> h.createQuery("select pg_backend_pid()").mapTo(Long.class).one());
      ReadLoad load = new ReadLoad(server.port(), asked, backend);
      System.err.println("warming up");
      load.run(Math.min(perSecond, WARM_UP_RATE), warmUp);
      System.err.println("asking for each alone");
      List<ReadLoad.Alone> alone = load.alone(ALONE);
      System.err.println("looking for the highest rate");
      Optional<ReadLoad.Outcome> highest = highest(load);
      System.err.println("measuring");
      ReadLoad.Outcome outcome = load.run(perSecond, seconds);
      String page = page(machine, opened, alone, highest, outcome);
      if (out == null) {
        System.out.print(page);
      } else {
        Files.writeString(out, page);
      }
      return outcome.refused() == 0;
    }
  }

  /** The highest rate at which the slowest of a hundred answers still meets the goal. */
  private static Optional<ReadLoad.Outcome> highest(ReadLoad load) {
    Optional<ReadLoad.Outcome> highest = Optional.empty();
    for (int rate : RATES) {
      ReadLoad.Outcome outcome = load.run(rate, STEP_SECONDS);
      System.err.println("  " + outcome);
      if (outcome.refused() > 0 || outcome.percentile(99) > GOAL_MILLIS) {
        return highest;
      }
      highest = Optional.of(outcome);
    }
    return highest;
  }

  /** A block of a small network, with attestations. */
  private static Bytes template(Spec spec) throws InterruptedException {
    List<Bytes> made = ServiceBenchmark.chain(spec, spec.mockedGenesis(16, 0), 20);
    return made.get(made.size() - 1);
  }

  /** So that an address which is new cannot be forgotten here. */
  private static void requireEveryAddress(int port, List<Asked> asked) throws Exception {
    JsonNode index;
    try (InputStream body =
        URI.create("http://127.0.0.1:" + port + "/api/v1").toURL().openStream()) {
      index = new ObjectMapper().readTree(body);
    }
    TreeSet<String> left = new TreeSet<>();
    index.at("/data/paths").forEach(path -> left.add(path.asText()));
    NOT_ASKED.forEach(left::remove);
    asked.forEach(address -> left.remove(address.address()));
    if (!left.isEmpty()) {
      System.err.println("benchmarks: not asked for: " + String.join(", ", left));
    }
  }

  private String page(
      Machine machine,
      Database opened,
      List<ReadLoad.Alone> alone,
      Optional<ReadLoad.Outcome> highest,
      ReadLoad.Outcome outcome) {
    List<ReadLoad.Times> times = outcome.times();
    long size =
        opened
            .jdbi()
            .withHandle(
                h ->
                    h.createQuery("select pg_database_size(current_database())")
                        .mapTo(Long.class)
                        .one());
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Reading from a long history

        Written by `benchmarks/run --reads`; do not edit. `benchmarks/README.md` says how it is measured.

        %s, %d cores, %s. %s, commit %s. Load average %s when it began, %s when it ended.

        %,d slots and %,d validators, `minimal`, 4 nodes: %.1f GB. %d requests a second of all these addresses in turns, for %d s. The goal is a p99 of %.0f ms; %s.

        * All answers together: p50 %.1f ms, p99 %.1f ms; %d of %,d refused. An answer costs %.1f ms of CPU time in the JVM of server and client, and %.1f ms in Postgres.
        * The highest rate at which p99 of all answers together is below %.0f ms: %s.

        `alone` is the median when nobody asks for anything else; `CPU` is that of server and client, and that of Postgres, then.

        | address | | alone, ms | CPU, ms | requests | refused | p50, ms | p99, ms | max, ms | goal met |
        |---|---|---|---|---|---|---|---|---|---|
        """
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.jdk(),
                machine.day(),
                machine.commit(),
                Row.number(machine.load()),
                Row.number(Cpu.load()),
                blocks,
                validators,
                size / 1e9,
                perSecond,
                seconds,
                GOAL_MILLIS,
                summary(times),
                outcome.percentile(50),
                outcome.percentile(99),
                outcome.refused(),
                outcome.requests(),
                outcome.javaMillis(),
                outcome.postgresMillis(),
                GOAL_MILLIS,
                highest
                    .map(
                        at ->
                            "%d a second (p99 %.1f ms)"
                                .formatted(at.perSecond(), at.percentile(99)))
                    .orElse("none of those tried")));
    for (int i = 0; i < times.size(); i++) {
      ReadLoad.Times time = times.get(i);
      page.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %s | %.1f | %.1f + %.1f | %d | %d | %.1f | %.1f | %.1f | %s |%n",
              time.asked().address(),
              time.asked().means(),
              alone.get(i).millis(),
              alone.get(i).javaMillis(),
              alone.get(i).postgresMillis(),
              time.millis().length,
              time.refused(),
              time.percentile(50),
              time.percentile(99),
              time.max(),
              time.percentile(99) <= GOAL_MILLIS ? "yes" : "**no**"));
    }
    return page.toString();
  }

  private static String summary(List<ReadLoad.Times> times) {
    long missed = times.stream().filter(t -> t.percentile(99) > GOAL_MILLIS).count();
    return missed == 0
        ? "all %d lines meet it".formatted(times.size())
        : "%d of %d lines miss it".formatted(missed, times.size());
  }
}
