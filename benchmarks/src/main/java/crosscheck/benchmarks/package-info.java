/**
 * Measurements: whole runs over recorded chains, whose results are committed, and JMH benchmarks of
 * single pieces. Nothing else uses this package.
 *
 * <p>Start with {@link crosscheck.benchmarks.TransitionBenchmark}; {@code benchmarks/README.md}
 * says how to run both kinds. Every benchmark checks what it computed: a wrong answer has no speed.
 */
package crosscheck.benchmarks;
