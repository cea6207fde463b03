package crosscheck.indexer.follow;

import crosscheck.replay.Judgement;
import java.time.Instant;

/**
 * An input and what was found about it.
 *
 * @param decoded whether its row in {@code decoded_blocks} was written on receipt
 * @param at the clock that judging was given
 */
public record Judged(long inputId, boolean decoded, Judgement judgement, Instant at) {}
