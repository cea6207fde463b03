package crosscheck.cli;

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
import org.apache.tuweni.bytes.Bytes;

/**
 * A short valid chain made on the spot, for tests that must not depend on reference data.
 *
 * @param genesis SSZ of the genesis state
 * @param blocks one file for each slot from 1 on
 */
record MadeChain(Path genesis, List<Path> blocks) {

  static final Spec SPEC = Specs.of(Specs.DEFAULT_VERSION, Config.minimal());

  static State genesisState(long time) {
    return SPEC.mockedGenesis(16, time);
  }

  /** SSZ of the blocks of the first slots. */
  static List<Bytes> blocks(State genesis, int slots) throws InterruptedException {
    List<Bytes> made = new ArrayList<>();
    try (Network network =
        new Network(
            SPEC,
            genesis,
            NodeSettings.evenly(1, 16),
            (node, ssz, unixTimeMillis) -> made.add(ssz))) {
      network.run(SlotTicker.asFastAsItGoes(), slots);
    }
    return made;
  }

  /** Writes {@code genesis.ssz} and {@code blocks/}. */
  static MadeChain in(Path folder, int slots) throws IOException, InterruptedException {
    State state = genesisState(1567777777);
    Path genesis =
        Files.write(folder.resolve("genesis.ssz"), SPEC.ssz().encode(state).toArrayUnsafe());
    Path blocks = Files.createDirectories(folder.resolve("blocks"));
    List<Path> files = new ArrayList<>();
    for (Bytes ssz : blocks(state, slots)) {
      Path file = blocks.resolve("%04d.ssz".formatted(files.size() + 1));
      files.add(Files.write(file, ssz.toArrayUnsafe()));
    }
    return new MadeChain(genesis, files);
  }
}
