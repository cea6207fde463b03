package crosscheck.api;

import org.apache.tuweni.bytes.Bytes;

/**
 * An epoch boundary block.
 *
 * @param epoch uint64, decimal
 */
record CheckpointJson(String epoch, Bytes root) {}
