package crosscheck.bls;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What is hashed to a point.
 *
 * @param domain 8 bytes
 */
record MessageKey(Bytes32 messageHash, Bytes domain) {}
