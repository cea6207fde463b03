package crosscheck.api;

import java.util.List;

/** Begins exercises over the network that is served; whoever puts the server together says how. */
public interface ExerciseControl {

  /** What came of it. */
  sealed interface Outcome {
    /** It runs, under this id; that is durable. */
    record Begun(long id) implements Outcome {}

    /** It asks of nodes that nobody follows here; nothing was changed. */
    record Strangers(List<String> nodes) implements Outcome {}

    /** Another one runs; nothing was changed. */
    record AnotherRuns(long id) implements Outcome {}
  }

  /** Reads what exercises are made of; a name for {@link #begin}. */
  interface Checked {
    Outcome begin();
  }

  /**
   * Reads a scenario: YAML or JSON.
   *
   * @throws IllegalArgumentException when it cannot be used; the message is for the caller
   */
  Checked check(String scenario);
}
