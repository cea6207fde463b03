package crosscheck.chains;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.replay.Input;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** A folder under {@code chains/}: its configuration, genesis and entries, as its index tells. */
public final class Chain {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final JsonNode index;
  private final Spec spec;
  private final List<Entry> entries = new ArrayList<>();

  public Chain(Path folder, String version) throws IOException {
    this.folder = folder;
    this.index = JSON.readTree(Files.readAllBytes(folder.resolve("index.json")));
    this.spec = Specs.of(version, config());
    index.required("blocks").forEach(node -> entries.add(new Entry(node)));
  }

  /** Names of all chains of the data, in order. */
  static List<Path> folders(Path chains) throws IOException {
    try (var children = Files.list(chains)) {
      return children.filter(Files::isDirectory).sorted().toList();
    }
  }

  private Config config() throws IOException {
    return switch (index.required("config").asText()) {
      case "minimal" -> Config.minimal();
      case "mainnet" -> Config.mainnet();
      default -> {
        Path file = folder.resolve(index.required("config_file").asText());
        yield Config.parse(index.required("config").asText(), Files.readString(file));
      }
    };
  }

  public Spec spec() {
    return spec;
  }

  public List<Entry> entries() {
    return entries;
  }

  public State genesis() throws SszException {
    return spec.decodeState(bytes(index.required("genesis").required("file").asText()));
  }

  Bytes32 genesisBlockRoot() {
    return root(index.required("genesis").required("block_root"));
  }

  Bytes32 genesisStateRoot() {
    return root(index.required("genesis").required("state_root"));
  }

  /** What the replay is given, in order, each with its clock; malformed bytes come without one. */
  public List<Input> inputs() {
    return entries.stream().map(entry -> new Input(bytes(entry.file()), entry.time())).toList();
  }

  public Bytes bytes(String file) {
    try {
      return Bytes.wrap(Files.readAllBytes(folder.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bytes32 root(JsonNode hex) {
    return Bytes32.fromHexString(hex.asText());
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }

  /** One input and what is expected of it. */
  public record Entry(JsonNode node) {

    public int n() {
      return node.required("n").asInt();
    }

    public String file() {
      return node.required("file").asText();
    }

    public String verdict() {
      return node.required("verdict").asText();
    }

    OptionalLong time() {
      return node.has("time") ? OptionalLong.of(node.get("time").asLong()) : OptionalLong.empty();
    }

    @Override
    public String toString() {
      return "entry " + n() + ", " + file();
    }
  }
}
