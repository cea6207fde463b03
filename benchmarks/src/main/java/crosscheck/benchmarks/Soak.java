package crosscheck.benchmarks;

import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.testnet.Network;
import crosscheck.testnet.NodeSettings;
import crosscheck.testnet.SlotTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Long runs of the test network as fast as it goes, without faults: how many slots a second, and
 * what stays in memory. With {@code [--minutes N] [--out FILE]} the two runs of {@code SOAK.md};
 * with nodes, validators, epochs, and epochs between two lines one run, to standard output. Exit 0
 * when everything was measured, 1 when a network did not finalize what it should have, 2 for wrong
 * arguments.
 */
public final class Soak {

  private static final long GENESIS_TIME = 1567777777;
  private static final double SECONDS_PER_SLOT = 6;

  /** Between an epoch and its being final without faults. */
  private static final long FINAL_AFTER_EPOCHS = 2;

  private Soak() {}

  /** For example {@code 50 1000 1000 100}. */
  public static void main(String[] arguments) throws Exception {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) throws Exception {
    try {
      if (arguments.length > 0 && !arguments[0].startsWith("--")) {
        one(arguments);
        return 0;
      }
      long minutes = 6;
      Path out = null;
      for (int i = 0; i < arguments.length; i += 2) {
        switch (arguments[i]) {
          case "--minutes" -> minutes = Long.parseLong(arguments[i + 1]);
          case "--out" -> out = Path.of(arguments[i + 1]);
          default -> throw new IllegalArgumentException("unknown argument " + arguments[i]);
        }
      }
      write(page(minutes), out);
      return 0;
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.println("benchmarks: " + e.getMessage());
      return 2;
    } catch (Wrong e) {
      System.err.println("benchmarks: wrong: " + e.getMessage());
      return 1;
    }
  }

  private static void one(String... arguments) throws InterruptedException {
    System.out.print(Line.HEADER);
    new Run(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Long.parseLong(arguments[2]),
            Long.parseLong(arguments[3]),
            Long.MAX_VALUE)
        .lines()
        .forEach(line -> System.out.print(line.text()));
  }

  private static void write(String page, Path out) throws IOException {
    if (out == null) {
      System.out.print(page);
    } else {
      Files.writeString(out, page);
    }
  }

  private static String page(long minutes) throws InterruptedException {
    Machine machine = Machine.now(DataFolder.repository());
    StringBuilder text = new StringBuilder();
    chapter(text, new Run(4, 16, 1_000, 50, Long.MAX_VALUE));
    chapter(text, new Run(50, 1_000, 1_000, 10, minutes * 60));
    return """
        # Soak of the test network

        Written by `benchmarks/run --soak`; do not edit. `benchmarks/README.md` says how each figure is measured.

        %s, %d cores, %s. %s, commit %s. Load average %s when it began, %s when it ended.
        """
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.jdk(),
                machine.day(),
                machine.commit(),
                Row.number(machine.load()),
                Row.number(Cpu.load()))
        + text;
  }

  private static void chapter(StringBuilder text, Run run) throws InterruptedException {
    List<Line> lines = run.lines();
    Line last = lines.get(lines.size() - 1);
    double seconds = lines.stream().mapToDouble(Line::seconds).sum();
    double rate = last.epoch * run.slotsPerEpoch() / seconds;
    int quarter = Math.max(1, lines.size() / 4);
    double early = heap(lines.subList(0, quarter));
    double late = heap(lines.subList(lines.size() - quarter, lines.size()));
    text.append(
        """

        ## %d nodes, %d validators

        %d epochs in %s s: **%s slots/s**, **%s times real time** at slots of %.0f s. Heap after a full collection in the last quarter: **%s times** that of the first (%s and %s MB).

        """
            .formatted(
                run.nodes,
                run.validators,
                last.epoch,
                Row.number(seconds),
                Row.number(rate),
                Row.number(rate * SECONDS_PER_SLOT),
                SECONDS_PER_SLOT,
                Row.number(late / early),
                Row.number(early),
                Row.number(late)));
    text.append(Line.HEADER);
    lines.forEach(line -> text.append(line.text()));
  }

  private static double heap(List<Line> lines) {
    return lines.stream().mapToDouble(Line::megabytes).average().orElseThrow();
  }

  /** What was seen after some more epochs. */
  private record Line(
      long epoch, double seconds, double slotsPerSecond, double megabytes, long finalized) {

    static final String HEADER =
        """
        | epoch | slots/s | heap after GC, MB | finalized |
        |---|---|---|---|
        """;

    String text() {
      return "| %d | %s | %s | %d |%n"
          .formatted(epoch, Row.number(slotsPerSecond), Row.number(megabytes), finalized);
    }
  }

  /**
   * A network from its beginning.
   *
   * @param step epochs between two lines
   * @param mostSeconds with the line after which it ends before its last epoch
   */
  private record Run(int nodes, int validators, long epochs, long step, long mostSeconds) {

    private static final Spec SPEC = Specs.of(Specs.DEFAULT_VERSION, Config.minimal());

    long slotsPerEpoch() {
      return SPEC.config().uint64("SLOTS_PER_EPOCH");
    }

    List<Line> lines() throws InterruptedException {
      State genesis = SPEC.mockedGenesis(validators, GENESIS_TIME);
      List<Line> lines = new ArrayList<>();
      double whole = 0;
      try (Network network =
          new Network(
              SPEC,
              genesis,
              NodeSettings.evenly(nodes, validators),
              (node, ssz, unixTimeMillis) -> {})) {
        for (long epoch = step; epoch <= epochs && whole < mostSeconds; epoch += step) {
          long start = System.nanoTime();
          network.run(SlotTicker.asFastAsItGoes(), epoch * slotsPerEpoch());
          double seconds = (System.nanoTime() - start) / 1e9;
          whole += seconds;
          lines.add(
              new Line(
                  epoch,
                  seconds,
                  step * slotsPerEpoch() / seconds,
                  heapMegabytes(),
                  finalized(network, epoch)));
        }
      }
      return lines;
    }

    private static long finalized(Network network, long epoch) {
      long finalized =
          network.finalized().values().stream()
              .mapToLong(checkpoint -> checkpoint.epoch())
              .min()
              .orElse(0);
      Wrong.unless(
          finalized + FINAL_AFTER_EPOCHS >= epoch,
          () -> "in epoch %d only %d is final".formatted(epoch, finalized));
      return finalized;
    }

    private static double heapMegabytes() {
      Runtime runtime = Runtime.getRuntime();
      System.gc();
      return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }
  }
}
