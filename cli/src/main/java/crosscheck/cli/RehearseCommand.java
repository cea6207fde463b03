package crosscheck.cli;

import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.ssz.SszException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Goes once through the short commands on a block made on the spot, so that the JVM that records
 * the archive of loaded classes for the launcher meets all that they need. Says nothing.
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException, SszException {
    Spec spec = Specs.of(Specs.DEFAULT_VERSION, Config.minimal());
    Path folder = Files.createTempDirectory("crosscheck-rehearsal");
    Path genesis = folder.resolve("genesis.ssz");
    Path block = folder.resolve("block.ssz");
    try {
      run("genesis", "--validators", "16", "--genesis-time", "1", "--out", genesis.toString());
      Files.write(block, unsignedBlock(spec, genesis));
      run("verify", "--genesis", genesis.toString(), block.toString());
      run("verify", "--genesis", genesis.toString(), "--format", "jsonl", block.toString());
      run("transition", "--pre", genesis.toString(), block.toString());
      run("inspect", "--type", "BeaconBlock", block.toString());
      run("root", "--type", "BeaconBlock", block.toString());
      run("checks");
    } finally {
      Files.deleteIfExists(block);
      Files.deleteIfExists(genesis);
      Files.deleteIfExists(folder);
    }
    return ExitCode.OK;
  }

  private static void run(String... arguments) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Main.run(new Terminal(nowhere, nowhere, false, false, false), arguments);
  }

  /** An empty block of slot 1 on the genesis block: good enough to reach the signature checks. */
  private static byte[] unsignedBlock(Spec spec, Path genesis) throws SszException {
    Class<?> container = spec.containers().get("BeaconBlock");
    Map<String, Object> fields = new LinkedHashMap<>();
    ((Map<?, ?>) spec.ssz().toPlain(spec.ssz().defaultValue(container)))
        .forEach((name, value) -> fields.put((String) name, value));
    fields.put("slot", "1");
    fields.put(
        "parent_root",
        spec.root(spec.genesisBlock(SpecChoice.state(spec, "rehearsal", genesis))).toHexString());
    return spec.ssz().encode(spec.ssz().fromPlain(container, fields)).toArray();
  }
}
