/**
 * Running totals, so that readers need not count: verdicts and failures of each check, who saw
 * blocks first. Kept in step with the verdicts by the judging thread, in its transactions.
 *
 * <p>Used by {@code crosscheck.indexer} alone. Start reading at {@link
 * crosscheck.indexer.tally.VerdictCounts}.
 */
package crosscheck.indexer.tally;
