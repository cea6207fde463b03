package crosscheck.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.spec.Specs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A folder with {@code index.json}, {@code genesis.ssz} and {@code blocks/}. */
final class RecordedChain {

  private static final String INDEX = "index.json";

  private final Path folder;
  private final JsonNode index;

  private RecordedChain(Path folder, JsonNode index) {
    this.folder = folder;
    this.index = index;
  }

  static RecordedChain open(Path folder) {
    Path file = folder.resolve(INDEX);
    if (!Files.isDirectory(folder)) {
      throw new UsageException("--chain: there is no folder " + folder);
    }
    if (!Files.exists(file)) {
      throw new UsageException("--chain: %s has no %s".formatted(folder, INDEX));
    }
    try {
      JsonNode index = new ObjectMapper().readTree(InputFile.text(file));
      if (!index.path("blocks").isArray()) {
        throw new UsageException(file + ": \"blocks\" must be a list");
      }
      return new RecordedChain(folder, index);
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "%s is not JSON: line %d: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    }
  }

  /** A preset's name, or the path of the configuration file in the folder. */
  String config() {
    Path own = folder.resolve(index.path("config_file").asText("config.yaml"));
    return Files.exists(own)
        ? own.toString()
        : index.path("config").asText(SpecChoice.DEFAULT_CONFIG);
  }

  /** The version that the chain was recorded with, if it is one of ours. */
  String specVersion() {
    String version = index.path("spec_version").asText(Specs.DEFAULT_VERSION);
    return Specs.versions().contains(version) ? version : Specs.DEFAULT_VERSION;
  }

  Path genesis() {
    return folder.resolve(index.path("genesis").path("file").asText("genesis.ssz"));
  }

  /** The blocks in import order. */
  List<VerifyCommand.Entry> entries() {
    List<VerifyCommand.Entry> entries = new ArrayList<>();
    for (JsonNode block : index.path("blocks")) {
      String where = "%s: blocks[%d]".formatted(folder.resolve(INDEX), entries.size());
      if (!block.path("file").isTextual()) {
        throw new UsageException(where + ".file must be a text");
      }
      Path file = folder.resolve(block.path("file").asText());
      InputFile.requireReadable(file);
      JsonNode time = block.path("time");
      if (!time.isMissingNode() && !time.isNull() && !time.canConvertToLong()) {
        throw new UsageException(where + ".time must be Unix seconds");
      }
      entries.add(
          new VerifyCommand.Entry(
              file,
              time.isNumber() ? OptionalLong.of(time.asLong()) : OptionalLong.empty(),
              Optional.of(new Expectation(block, where))));
    }
    return entries;
  }
}
