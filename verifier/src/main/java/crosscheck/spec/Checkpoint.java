package crosscheck.spec;

import org.apache.tuweni.bytes.Bytes32;

/**
 * An epoch boundary block.
 *
 * @param epoch uint64
 * @param root block id (signing root); zero for epoch 0 in a state
 */
public record Checkpoint(long epoch, Bytes32 root) {}
