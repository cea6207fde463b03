package crosscheck.indexer;

/**
 * How much is kept of blocks that nobody can judge yet: because their parent is not known or waits
 * itself, or because their slot has not come. What is beyond is discarded, and counted.
 *
 * @param mostBlocks how many, together
 * @param mostBytes how large, together
 * @param mostOfNode how many that one node sent through one source
 * @param mostSlotsAhead how far from now a slot may be; of blocks further ahead there are kept
 * @param mostFarAhead only so many, as evidence
 */
public record WaitingBounds(
    int mostBlocks, long mostBytes, int mostOfNode, long mostSlotsAhead, int mostFarAhead) {

  public static final WaitingBounds DEFAULT =
      new WaitingBounds(50_000, 256L << 20, 20_000, 1 << 17, 100);
}
