/**
 * Epochs: written once for each chain when a block leaves one behind. {@link
 * crosscheck.indexer.epoch.EpochFollower} decides what is written when, {@code EpochEnd} and {@code
 * DutyChunk} are the rows, {@code RunningEpoch} is the epoch the head is in.
 */
package crosscheck.indexer.epoch;
