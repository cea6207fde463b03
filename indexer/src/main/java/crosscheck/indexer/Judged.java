package crosscheck.indexer;

import crosscheck.replay.Judgement;
import java.time.Instant;

/**
 * An input and what was found about it.
 *
 * @param at the clock that judging was given
 */
record Judged(long inputId, Judgement judgement, Instant at) {}
