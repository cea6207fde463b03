/**
 * From bytes to verdicts in the database. Sources deliver bytes; receiving stores them before it
 * acknowledges; one thread judges what is stored, parents first, and commits each verdict with
 * everything that follows from it. This package alone writes the tables of {@code db/migrations}.
 *
 * <p>The command line and tests start it; a simulated network delivers to its {@link
 * crosscheck.indexer.Receiver}. Nobody else uses it: readers read the schema. Start reading at
 * {@link crosscheck.indexer.Indexer}, then {@code Inbox} (receiving), {@code Judge} (the thread)
 * and {@code Ledger} (what one transaction of verdicts writes).
 */
package crosscheck.indexer;
