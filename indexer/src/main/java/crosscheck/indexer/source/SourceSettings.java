package crosscheck.indexer.source;

import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A source as somebody has asked for it, and checked as far as that is possible without it. */
public final class SourceSettings {

  private static final Pattern NAME = Pattern.compile("\\S|\\S[^\\p{Cntrl}]{0,198}\\S");

  private final String name;
  private final String kind;
  private final Optional<String> node;
  private final Value value;
  private final SourceKinds.Opening opening;

  private SourceSettings(
      String name, String kind, Optional<String> node, Value value, SourceKinds.Opening opening) {
    this.name = name;
    this.kind = kind;
    this.node = node;
    this.value = value;
    this.opening = opening;
  }

  /**
   * Reads a section with {@code name}, {@code kind}, perhaps {@code node}, and the keys of its
   * kind.
   *
   * @throws SettingsException naming the line, when a key is wrong, missing or unknown
   */
  public static SourceSettings read(Value value) {
    Section section = value.section();
    String kind = section.required("kind").oneOf(SourceKinds.words());
    section.only(SourceKinds.keys(kind));
    String name = section.required("name").text(NAME, "a name of at most 200 characters");
    Optional<String> node =
        section.optional("node").map(v -> v.text(NAME, "a name of at most 200 characters"));
    return new SourceSettings(name, kind, node, value, SourceKinds.read(kind, name, node, section));
  }

  /**
   * A watched folder of no certain node, named {@code directory:} and its path.
   *
   * @param place what asks for it, for messages
   */
  public static SourceSettings ofFolder(String place, Path folder) {
    String path = folder.toAbsolutePath().normalize().toString();
    return read(
        Value.ofTexts(
            place, Map.of("name", "directory:" + path, "kind", "directory", "folder", path)));
  }

  /**
   * A polled node, with the usual settings; the source has the node's name.
   *
   * @param place what asks for it, for messages
   * @param every time between two looks
   */
  public static SourceSettings ofNode(String place, String node, URI url, Duration every) {
    return read(
        Value.ofTexts(
            place,
            Map.of(
                "name",
                node,
                "kind",
                "poll",
                "url",
                url.toString(),
                "every",
                every.toMillis() + "ms")));
  }

  /** Unique among all sources; in observations, and the same after a restart. */
  public String name() {
    return name;
  }

  /** What kind of source, e.g. {@code directory}. */
  public String kind() {
    return kind;
  }

  /** The node whose blocks it delivers; empty when they are of no certain one. */
  public Optional<String> node() {
    return node;
  }

  /** Everything that was asked for, to be read again. */
  public String json() {
    return value.json();
  }

  /**
   * Tries whether the source could start now.
   *
   * @throws SettingsException when it could not, naming the line
   */
  public void check() {
    try {
      opening.open();
    } catch (IllegalArgumentException e) {
      throw value.wrong(e.getMessage());
    }
  }

  /**
   * Makes the source, without starting it.
   *
   * @throws IllegalArgumentException when it cannot start as things are
   */
  Source make() {
    return opening.open();
  }
}
