/**
 * What follows from verdicts, and the tools to write it: a {@link
 * crosscheck.indexer.follow.Follower} keeps tables in step with the judge's, in the same
 * transaction. Each chapter of the record beyond the verdict itself is one follower in a package of
 * its own; {@code crosscheck.indexer.Ledger} lists them.
 */
package crosscheck.indexer.follow;
