package crosscheck.api;

/** Adds and removes sources; whoever puts the server together says how. */
public interface SourceControl {

  /** What became of a request to add a source. */
  enum Added {
    /** It runs from now on. */
    ADDED,
    /** There is a source of that name; nothing was changed. */
    NAME_TAKEN
  }

  /** Reads what sources are made of; a name for {@link #add} and for the answer. */
  interface Checked {
    String name();

    Added add();
  }

  /**
   * Reads the settings of a source, as they may stand in the settings file: YAML or JSON.
   *
   * @throws IllegalArgumentException when they cannot be used; the message is for the caller
   */
  Checked check(String settings);

  /** Removes a source; false when there is none of that name. */
  boolean remove(String name);
}
