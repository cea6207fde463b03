/**
 * REST, server-sent events and the page: the reading side of the database. Only the command line
 * uses it; it knows the schema ({@code db/README.md}) and the verifier's decoder, never the
 * indexer.
 *
 * <p>Start at {@link crosscheck.api.ApiServer}, then {@link crosscheck.api.Routes}: every URL
 * stands there, and {@link crosscheck.api.Serving} does what an entry says. Then one class for each
 * subject, its SQL in text blocks: {@link crosscheck.api.Blocks}, {@link crosscheck.api.Chain},
 * {@link crosscheck.api.Verdicts}, {@link crosscheck.api.Events}, {@link crosscheck.api.Health}.
 * How JSON looks is decided in {@link crosscheck.api.Json} alone, which forms parameters have in
 * {@link crosscheck.api.Parameters}. The manual for callers is {@code docs/api.md}.
 */
package crosscheck.api;
