package crosscheck.benchmarks;

import crosscheck.replay.Input;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A chain of valid blocks, read into memory before anything is measured.
 *
 * @param genesis SSZ of the genesis state
 * @param finalRoot state root after the last block, as the reference implementation has it
 */
record RecordedChain(
    String name, Config config, Bytes genesis, List<Input> blocks, Bytes32 finalRoot) {

  /** 16 validators, {@code minimal}, about two attestations a block; skipped slots; finality. */
  static RecordedChain finality16(Path data) {
    return read(
        data.resolve("chains/finality-16"),
        Config.minimal(),
        "0x47b68f492ac7d053c1e322fb4a122d43c5c3d870421f875d7568e7dceebaef24");
  }

  /** 16,384 validators, {@code mainnet}, two attestations of 128 a block, every slot. */
  static RecordedChain bench16k(Path data) {
    return read(
        data.resolve("bench/bench-16k"),
        Config.mainnet(),
        "0x685ad245e1db87a8bdc738c83b649cc78a843109add9f8343423c16f636deab4");
  }

  /** 100,000 validators, {@code mainnet}, twelve attestations of about 130 a block, every slot. */
  static RecordedChain bench100k(Path data) {
    return read(
        data.resolve("bench/bench-100k"),
        Config.mainnet(),
        "0x01b35074d84c48f1176cd0f270360f7d646035863571d4793e900719d44bab50");
  }

  private static RecordedChain read(Path folder, Config config, String finalRoot) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> blocks =
        Files.newDirectoryStream(folder.resolve("blocks"), "*.ssz")) {
      blocks.forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(files);
    return new RecordedChain(
        folder.getFileName().toString(),
        config,
        read(folder.resolve("genesis.ssz")),
        files.stream().map(file -> new Input(read(file), OptionalLong.empty())).toList(),
        Bytes32.fromHexString(finalRoot));
  }

  private static Bytes read(Path file) {
    try {
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A spec that remembers nothing yet: its memos belong to one object. */
  Spec newSpec() {
    return Specs.of(Specs.DEFAULT_VERSION, config);
  }

  State decodeGenesis(Spec spec) {
    try {
      return spec.decodeState(genesis);
    } catch (SszException e) {
      throw new IllegalStateException("the genesis state of " + name + " does not decode", e);
    }
  }

  long slotsPerEpoch() {
    return config.uint64("SLOTS_PER_EPOCH");
  }
}
