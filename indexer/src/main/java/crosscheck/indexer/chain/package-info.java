/**
 * The tree of valid blocks and who stands where in it: forks, reorgs, the heads of the nodes, what
 * nodes claim. Kept in step with the verdicts by the judging thread, in its transactions.
 *
 * <p>Used by {@code crosscheck.indexer} alone. Start reading at {@link
 * crosscheck.indexer.chain.Forks}.
 */
package crosscheck.indexer.chain;
