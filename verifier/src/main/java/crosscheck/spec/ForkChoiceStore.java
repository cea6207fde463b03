package crosscheck.spec;

import crosscheck.ssz.Limit;
import crosscheck.ssz.SszList;

/**
 * A fork-choice store as a value: all that it holds besides the tree of blocks. Can be written as
 * SSZ.
 *
 * @param time Unix time, seconds
 * @param votes by validator index; validators behind the end have not voted
 */
public record ForkChoiceStore(
    long time,
    Checkpoint justified,
    Checkpoint finalized,
    @Limit("VALIDATOR_REGISTRY_LIMIT") SszList<LatestVote> votes) {}
