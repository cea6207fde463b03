package crosscheck.indexer.exercise;

import crosscheck.indexer.follow.Columns;
import java.time.Instant;
import java.util.TreeMap;

/**
 * Our head over time, by when blocks were received and not by when we came to judge them: what is
 * compared with it does not depend on how busy we were, nor on when somebody looks.
 */
final class OurHeads {

  /** A block: the fork that it is on, and its slot. */
  record Head(int fork, long slot) {}

  private final TreeMap<Instant, Head> since = new TreeMap<>();

  /**
   * @param from they are known from this time on
   */
  OurHeads(View view, Instant from) {
    since.put(Instant.MIN, new Head(0, 0));
    view.query("exercise_our_heads")
        .bind("from", Columns.at(from))
        .map(
            (row, context) -> {
              Instant known = View.instant(row, "known_at").orElse(Instant.MIN);
              // Of several that were known at the same time the last stands.
              return since.put(known, new Head(row.getInt("fork_id"), row.getLong("slot")));
            })
        .list();
  }

  /** The one by what had been received until a time; the genesis block when there is no other. */
  Head at(Instant time) {
    return since.floorEntry(time).getValue();
  }
}
