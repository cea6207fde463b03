/**
 * Blocks that fail one check, made on request. {@link crosscheck.testnet.invalid.InvalidBlock}
 * lists them by the check that they fail first; {@link crosscheck.testnet.invalid.Place} is where
 * one is made.
 */
package crosscheck.testnet.invalid;
