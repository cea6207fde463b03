package crosscheck.replay;

import crosscheck.spec.ForkChoiceStore;
import crosscheck.spec.KnownBlock;
import java.util.List;

/**
 * Where a {@link Replay} stood after some import: enough to go on from there with the same
 * judgements, together with a {@link History} of those blocks.
 *
 * @param blocks every valid block without genesis, parents before children
 * @param store the fork-choice store
 */
public record RestorePoint(List<KnownBlock> blocks, ForkChoiceStore store) {}
