/**
 * What every version of the spec has in common: the interface to one, its checks, failures,
 * configuration and uint64 arithmetic. Each version lives in a folder below that only {@link
 * crosscheck.spec.Specs} sees. Start reading at {@link crosscheck.spec.Spec}.
 */
package crosscheck.spec;
