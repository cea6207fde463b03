/**
 * Alerts: what an operator should know. Rules look at events and tables and say what is wrong now;
 * a state machine makes alerts of it that open, escalate, are acknowledged and resolve by
 * themselves; both are committed together with the place reached in {@code events}, so that nothing
 * is told twice or forgotten, whatever is killed.
 *
 * <p>The indexer runs the {@link crosscheck.indexer.alert.AlertEngine}. Start reading at {@code
 * Rules}, where every rule stands, then {@code Lifecycle}, the state machine. {@code
 * docs/alerts.md} is the manual for operators.
 */
package crosscheck.indexer.alert;
