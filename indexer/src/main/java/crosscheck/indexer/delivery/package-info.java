/**
 * Telling the world of alerts: webhooks. What each is to be told is a row in the database, made in
 * the transaction of the alert engine; one thread for each hook sends its rows in order, and tries
 * again until the hook takes them. A hook that is dead or hangs delays nobody else.
 *
 * <p>Start reading at {@link crosscheck.indexer.delivery.Webhooks}.
 */
package crosscheck.indexer.delivery;
