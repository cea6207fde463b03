package crosscheck.benchmarks;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import crosscheck.api.ApiServer;
import crosscheck.api.ApiSettings;
import crosscheck.db.Database;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Indexer;
import crosscheck.indexer.Observation;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * The page in headless Chromium, over a judged chain: {@code [--slots N] [--rounds N] [--out
 * FILE]}. Chromium is {@code CROSSCHECK_CHROMIUM}, or {@code /usr/bin/chromium}. Exit 0 when
 * everything was measured, 1 when the page showed something wrong, 2 for wrong arguments.
 */
public final class PageBenchmark {

  private static final int VALIDATORS = 16;

  private PageBenchmark() {}

  public static void main(String... arguments) throws Exception {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) throws Exception {
    int slots = 200;
    int rounds = 15;
    Path out = null;
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      switch (arguments[i]) {
        case "--slots" -> slots = Integer.parseInt(arguments[i + 1]);
        case "--rounds" -> rounds = Integer.parseInt(arguments[i + 1]);
        case "--out" -> out = Path.of(arguments[i + 1]);
        default -> {
          System.err.println("benchmarks: unknown argument " + arguments[i]);
          return 2;
        }
      }
    }
    Machine machine = Machine.now(DataFolder.repository());
    try {
      String page = page(machine, slots, rounds);
      if (out == null) {
        System.out.print(page);
      } else {
        Files.writeString(out, page);
      }
      return 0;
    } catch (Wrong e) {
      System.err.println("benchmarks: wrong: " + e.getMessage());
      return 1;
    }
  }

  private static String page(Machine machine, int slots, int rounds) throws Exception {
    Spec spec = Specs.of(Specs.DEFAULT_VERSION, Config.minimal());
    long genesisTime =
        Instant.now().getEpochSecond() - slots * spec.config().uint64("SECONDS_PER_SLOT");
    State genesis = spec.mockedGenesis(VALIDATORS, genesisTime);
    List<Bytes> blocks = ServiceBenchmark.chain(spec, genesis, slots);
    Path folder = Files.createTempDirectory("crosscheck-benchmark-");
    try (Database database = Database.embedded(folder);
        Indexer indexer = new Indexer(spec, genesis, database, List.of(), Clock.systemUTC());
        ApiServer server = new ApiServer(database.jdbi(), spec, ApiSettings.of("127.0.0.1", 0));
        Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright.chromium().launch(chromium())) {
      indexer.start();
      server.start();
      indexer.receiver().receiveAll(deliveries(blocks));
      awaitJudged(database, blocks.size());
      String url = "http://127.0.0.1:" + server.port();
      List<Row> rows = new ArrayList<>(FirstPage.rows(browser, url, rounds));
      rows.addAll(TreeFrames.rows(browser, url));
      return text(machine, browser.version(), blocks.size(), rounds, rows);
    } finally {
      Folders.delete(folder);
    }
  }

  private static BrowserType.LaunchOptions chromium() {
    String executable =
        Optional.ofNullable(System.getenv("CROSSCHECK_CHROMIUM")).orElse("/usr/bin/chromium");
    return new BrowserType.LaunchOptions()
        .setExecutablePath(Path.of(executable))
        .setArgs(List.of("--no-sandbox"));
  }

  private static List<Delivery> deliveries(List<Bytes> blocks) {
    Observation seen = new Observation("benchmark", Optional.of("node-1"), Instant.now());
    return blocks.stream().map(block -> new Delivery(block, seen, Optional.empty())).toList();
  }

  private static void awaitJudged(Database database, int blocks) throws InterruptedException {
    while (judged(database) < blocks) {
      Thread.sleep(50);
    }
  }

  private static int judged(Database database) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select count(*) from verdicts where status = 'valid'")
                    .mapTo(Integer.class)
                    .one());
  }

  private static String text(
      Machine machine, String version, int blocks, int rounds, List<Row> rows) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Results of the page

        Written by `benchmarks/run --page`; do not edit. `benchmarks/README.md` says how each figure is measured.

        %s, %d cores, %s, headless Chromium %s. %s, commit %s. Load average %s when it began, %s when it ended.

        %d blocks judged, %d validators, `minimal`; the first page was opened %d times, each time with an empty cache.

        """
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.jdk(),
                version,
                machine.day(),
                machine.commit(),
                Row.number(machine.load()),
                Row.number(Cpu.load()),
                blocks,
                VALIDATORS,
                rounds));
    page.append("| quantity | goal | measured | goal met |\n|---|---|---|---|\n");
    rows.forEach(row -> page.append(row.shortLine()));
    return page.toString();
  }
}
