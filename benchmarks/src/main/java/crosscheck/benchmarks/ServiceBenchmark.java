package crosscheck.benchmarks;

import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.testnet.Network;
import crosscheck.testnet.NodeSettings;
import crosscheck.testnet.SlotTicker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * The service as a whole, over its embedded Postgres: {@code [--slots N] [--rounds N] [--out
 * FILE]}. Exit 0 when everything was measured and right, 1 when something was wrong, 2 for wrong
 * arguments.
 */
public final class ServiceBenchmark {

  private static final int VALIDATORS = 16;
  private static final int USUAL_SLOTS = 2_000;
  private static final int USUAL_ROUNDS = 3;

  private ServiceBenchmark() {}

  public static void main(String... arguments) throws Exception {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) throws Exception {
    int slots = USUAL_SLOTS;
    int rounds = USUAL_ROUNDS;
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
    Spec spec = Specs.of(Specs.DEFAULT_VERSION, Config.minimal());
    long genesisTime =
        Instant.now().getEpochSecond() - (slots + 100L) * spec.config().uint64("SECONDS_PER_SLOT");
    State genesis = spec.mockedGenesis(VALIDATORS, genesisTime);
    List<Bytes> blocks = chain(spec, genesis, slots);
    try {
      List<Row> rows = new ServiceRun(spec, genesis, blocks).rows(rounds);
      String page = page(machine, blocks, rows);
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

  /** The blocks of a network of one node, in order. */
  static List<Bytes> chain(Spec spec, State genesis, int slots) throws InterruptedException {
    System.err.printf("making a chain of %d slots ...%n", slots);
    List<Bytes> blocks = new ArrayList<>();
    try (Network network =
        new Network(
            spec,
            genesis,
            NodeSettings.evenly(1, VALIDATORS),
            (node, ssz, time) -> blocks.add(ssz))) {
      network.run(SlotTicker.asFastAsItGoes(), slots);
    }
    return blocks.stream().distinct().toList();
  }

  private static String page(Machine machine, List<Bytes> blocks, List<Row> rows) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Results of the service

        Written by `benchmarks/run --service`; do not edit. `benchmarks/README.md` says how each figure is measured.

        %s, %d cores, %s. %s, commit %s. Load average %s when it began, %s when it ended.

        %d blocks of %d bytes on average, %d validators, `minimal`, one source.

        """
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.jdk(),
                machine.day(),
                machine.commit(),
                Row.number(machine.load()),
                Row.number(Cpu.load()),
                blocks.size(),
                blocks.stream().mapToInt(Bytes::size).sum() / blocks.size(),
                VALIDATORS));
    page.append("| quantity | goal | measured | goal met |\n|---|---|---|---|\n");
    rows.forEach(row -> page.append(row.shortLine()));
    return page.toString();
  }
}
