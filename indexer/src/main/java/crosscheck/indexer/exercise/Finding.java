package crosscheck.indexer.exercise;

import java.time.Instant;
import java.util.List;

/** How a goal stands after a look. */
sealed interface Finding {

  /**
   * It is not decided.
   *
   * @param progress how far it is, for people
   * @param seenId as in {@link Target}
   * @param seenCount as in {@link Target}
   */
  record Open(String progress, long seenId, long seenCount) implements Finding {}

  /** It is decided, for good. */
  sealed interface Decided extends Finding {

    /** In which slot. */
    long slot();

    /** When, by the time of the network. */
    Instant at();
  }

  /**
   * It is reached.
   *
   * @param progress what was seen
   */
  record Passed(long slot, Instant at, String progress) implements Decided {}

  /** It is missed. */
  record Failed(long slot, Instant at, String reason, List<Evidence> evidence) implements Decided {}
}
