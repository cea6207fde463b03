package crosscheck.indexer.source;

import org.apache.tuweni.bytes.Bytes32;

/**
 * What a node answers to {@code /beacon/head}; the record is its SSZ. Checkpoints are named by the
 * first slot of their epoch. Slots are uint64.
 */
record NodeHead(
    long slot,
    Bytes32 blockRoot,
    Bytes32 stateRoot,
    long finalizedSlot,
    Bytes32 finalizedBlockRoot,
    long justifiedSlot,
    Bytes32 justifiedBlockRoot,
    long previousJustifiedSlot,
    Bytes32 previousJustifiedBlockRoot) {}
