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

  /**
   * It is reached.
   *
   * @param slot in which
   * @param at when, by the time of the network
   * @param progress what was seen
   */
  record Passed(long slot, Instant at, String progress) implements Finding {}

  /** It is missed, for good. */
  record Failed(long slot, Instant at, String reason, List<Evidence> evidence) implements Finding {}
}
