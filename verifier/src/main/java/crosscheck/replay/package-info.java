/**
 * Chains in memory: judging blocks, whatever the forks, and following fork choice. Uses {@code
 * spec} and {@code bls}, knows no version. Start reading at {@link crosscheck.replay.Replay}.
 */
package crosscheck.replay;
