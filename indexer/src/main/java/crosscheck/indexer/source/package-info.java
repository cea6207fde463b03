/**
 * Sources: where blocks come from. A source is one file ({@link
 * crosscheck.indexer.source.DirectorySource} is the simplest) and delivers to a {@link
 * crosscheck.indexer.Receiver}; {@link crosscheck.indexer.source.SourceSettings} reads what people
 * ask for.
 */
package crosscheck.indexer.source;
