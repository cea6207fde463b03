package crosscheck.benchmarks;

import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.testnet.Network;
import crosscheck.testnet.NodeSettings;
import crosscheck.testnet.SlotTicker;
import java.io.PrintStream;

/**
 * A long run of the test network as fast as it goes: how many slots a second, and what stays in
 * memory. Its arguments are nodes, validators, epochs, and epochs between two lines.
 */
public final class Soak {

  private static final long GENESIS_TIME = 1567777777;

  private Soak() {}

  /** For example {@code 50 1000 1000 100}. */
  public static void main(String[] arguments) throws InterruptedException {
    int nodes = argument(arguments, 0, 50);
    int validators = argument(arguments, 1, 1_000);
    long epochs = argument(arguments, 2, 1_000);
    long step = argument(arguments, 3, 100);
    PrintStream out = System.out;
    Spec spec = Specs.of(Specs.DEFAULT_VERSION, Config.minimal());
    long slotsPerEpoch = spec.config().uint64("SLOTS_PER_EPOCH");
    State genesis = spec.mockedGenesis(validators, GENESIS_TIME);
    try (Network network =
        new Network(
            spec,
            genesis,
            NodeSettings.evenly(nodes, validators),
            (node, ssz, unixTimeMillis) -> {})) {
      out.println("| epoch | slots/s | heap after GC, MB | finalized |");
      for (long epoch = step; epoch <= epochs; epoch += step) {
        long start = System.nanoTime();
        network.run(SlotTicker.asFastAsItGoes(), epoch * slotsPerEpoch);
        double seconds = (System.nanoTime() - start) / 1e9;
        long finalized =
            network.finalized().values().stream()
                .mapToLong(checkpoint -> checkpoint.epoch())
                .min()
                .orElse(0);
        out.printf(
            "| %d | %.1f | %.0f | %d |%n",
            epoch, step * slotsPerEpoch / seconds, heapMegabytes(), finalized);
      }
    }
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private static double heapMegabytes() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
  }
}
