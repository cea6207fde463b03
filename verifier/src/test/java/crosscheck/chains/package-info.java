/**
 * The recorded reference chains: every entry judged and held against what its {@code index.json}
 * expects. Start at {@link crosscheck.chains.ChainsTest}. Tests only.
 */
package crosscheck.chains;
