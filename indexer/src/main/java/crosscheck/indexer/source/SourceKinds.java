package crosscheck.indexer.source;

import crosscheck.settings.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kinds of sources there are, and the keys that each takes beside {@link #COMMON}. */
final class SourceKinds {

  /** Keys of every source. */
  static final List<String> COMMON = List.of("name", "kind", "node");

  private static final Map<String, Kind> ALL =
      new TreeMap<>(
          Map.of(
              "directory", new Kind(FolderSettings.KEYS, DirectorySource::read),
              "recorder", new Kind(FolderSettings.KEYS, RecorderSource::read),
              "poll", new Kind(PollSource.KEYS, PollSource::read)));

  private SourceKinds() {}

  /** Reads the keys of its kind; what is wrong with one is a {@code SettingsException}. */
  interface Reading {
    Opening read(String name, Optional<String> node, Section section);
  }

  /** Makes the source; again for each start. */
  interface Opening {

    /**
     * @throws IllegalArgumentException when it cannot start as things are, e.g. without its folder
     */
    Source open();
  }

  private record Kind(List<String> keys, Reading reading) {}

  /** All words that {@code kind} may be. */
  static String[] words() {
    return ALL.keySet().toArray(String[]::new);
  }

  /** Every key that a source of this kind may have. */
  static String[] keys(String kind) {
    List<String> keys = new ArrayList<>(COMMON);
    keys.addAll(ALL.get(kind).keys());
    return keys.toArray(String[]::new);
  }

  static Opening read(String kind, String name, Optional<String> node, Section section) {
    return ALL.get(kind).reading().read(name, node, section);
  }
}
