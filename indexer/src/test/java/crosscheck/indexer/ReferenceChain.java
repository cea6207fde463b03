package crosscheck.indexer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import crosscheck.testing.Data;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;

/** A recorded chain of the reference data, all of {@code minimal}. */
record ReferenceChain(Path folder, Spec spec, State genesis, List<Entry> entries) {

  /** One input, with the page of {@code index.json} that says what must come of it. */
  record Entry(Path file, Bytes ssz, JsonNode expected) {

    String text(String field) {
      return expected.get(field).asText();
    }

    OptionalLong time() {
      return expected.hasNonNull("time")
          ? OptionalLong.of(expected.get("time").asLong())
          : OptionalLong.empty();
    }
  }

  /** Skips the test where the data is absent. */
  static ReferenceChain of(String name) {
    return of(Data.require("chains/" + name));
  }

  static ReferenceChain of(Path folder) {
    Spec spec = Specs.of("v0.8.3", Config.minimal());
    try {
      State genesis =
          spec.decodeState(Bytes.wrap(Files.readAllBytes(folder.resolve("genesis.ssz"))));
      JsonNode index = new ObjectMapper().readTree(folder.resolve("index.json").toFile());
      List<Entry> entries = new ArrayList<>();
      for (JsonNode block : index.get("blocks")) {
        Path file = folder.resolve(block.get("file").asText());
        entries.add(new Entry(file, Bytes.wrap(Files.readAllBytes(file)), block));
      }
      return new ReferenceChain(folder, spec, genesis, entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SszException e) {
      throw new IllegalStateException(folder + "/genesis.ssz", e);
    }
  }

  Path blocks() {
    return folder.resolve("blocks");
  }
}
