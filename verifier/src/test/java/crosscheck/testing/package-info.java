/**
 * What tests of every module share: where the reference data is. Other modules use it through the
 * verifier's test-jar. Start at {@link crosscheck.testing.Data}.
 */
package crosscheck.testing;
