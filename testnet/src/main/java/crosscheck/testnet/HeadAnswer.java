package crosscheck.testnet;

import org.apache.tuweni.bytes.Bytes32;

/**
 * What {@code /beacon/head} answers, as SSZ or JSON: of the head's post-state, with checkpoints
 * named by the first slot of their epoch. Slots are uint64.
 */
record HeadAnswer(
    long slot,
    Bytes32 blockRoot,
    Bytes32 stateRoot,
    long finalizedSlot,
    Bytes32 finalizedBlockRoot,
    long justifiedSlot,
    Bytes32 justifiedBlockRoot,
    long previousJustifiedSlot,
    Bytes32 previousJustifiedBlockRoot) {}
