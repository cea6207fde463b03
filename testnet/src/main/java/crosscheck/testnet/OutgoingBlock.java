package crosscheck.testnet;

import org.apache.tuweni.bytes.Bytes;

/**
 * A block that a node is about to send.
 *
 * @param ssz what goes on the wire, valid or not
 * @param delayMillis after the moment in which an honest block is sent, 0 or more
 */
public record OutgoingBlock(Bytes ssz, long delayMillis) {}
