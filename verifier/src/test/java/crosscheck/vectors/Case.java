package crosscheck.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * One example of an archive: a folder of files. It remembers which were read, so that a run can
 * tell when a part of the example went unused.
 */
final class Case {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final String config;
  private final String runner;
  private final String handler;
  private final String suite;
  private final String name;
  private final Map<String, Path> files = new TreeMap<>();
  private final Set<String> unread = new TreeSet<>();

  Case(String config, String runner, String handler, String suite, String name) {
    this.config = config;
    this.runner = runner;
    this.handler = handler;
    this.suite = suite;
    this.name = name;
  }

  void add(Path file) {
    files.put(file.getFileName().toString(), file);
    unread.add(file.getFileName().toString());
  }

  /** The same example, with nothing read yet. */
  Case unreadCopy() {
    Case copy = new Case(config, runner, handler, suite, name);
    files.values().forEach(copy::add);
    return copy;
  }

  String config() {
    return config;
  }

  /** For example {@code operations/deposit}. */
  String kind() {
    return runner + "/" + handler;
  }

  String runner() {
    return runner;
  }

  String handler() {
    return handler;
  }

  String suite() {
    return suite;
  }

  String name() {
    return name;
  }

  boolean has(String file) {
    return files.containsKey(file);
  }

  /** The bytes of a file of this example, which must be there. */
  Bytes bytes(String file) throws IOException {
    Path path = files.get(file);
    if (path == null) {
      throw new IOException(this + " has no " + file + ", only " + files.keySet());
    }
    unread.remove(file);
    return Bytes.wrap(Files.readAllBytes(path));
  }

  /** A YAML file of this example, which must be there. */
  JsonNode yaml(String file) throws IOException {
    return YAML.readTree(bytes(file).toArrayUnsafe());
  }

  /** A plain view of a YAML file: maps, lists, strings, numbers, booleans. */
  Object plain(String file) throws IOException {
    return YAML.convertValue(yaml(file), Object.class);
  }

  /** The file's value for a key; {@code otherwise} where the file or the key is absent. */
  int setting(String file, String key, int otherwise) throws IOException {
    return has(file) ? yaml(file).path(key).asInt(otherwise) : otherwise;
  }

  /** Files that nothing has read so far. */
  Set<String> unread() {
    return unread;
  }

  @Override
  public String toString() {
    return config + "/" + runner + "/" + handler + "/" + suite + "/" + name;
  }
}
