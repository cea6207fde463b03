/**
 * Clients with a bug. {@link crosscheck.testnet.bug.Bug} lists the ways in which a node's
 * transition can deviate from the spec; what each does stands in {@code crosscheck.spec.v08}, in
 * the package of the functions that it replaces ({@link crosscheck.spec.v08.Deviation} says why).
 */
package crosscheck.testnet.bug;
