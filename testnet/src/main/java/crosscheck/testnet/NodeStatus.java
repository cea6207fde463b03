package crosscheck.testnet;

import crosscheck.spec.Checkpoint;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Where a node stands.
 *
 * @param up whether it is there: it has joined, and is not stopped
 * @param headSlot of its head
 * @param justified of its fork-choice store
 * @param finalized of its fork-choice store
 */
public record NodeStatus(
    String name,
    boolean up,
    Bytes32 head,
    long headSlot,
    Checkpoint justified,
    Checkpoint finalized) {}
