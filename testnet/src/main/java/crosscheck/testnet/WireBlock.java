package crosscheck.testnet;

import crosscheck.spec.v08.BeaconBlock;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A block as it goes from node to node, decoded once for all of them.
 *
 * @param number place among all blocks of the network, from 0
 * @param ssz the bytes
 * @param block what they say; empty when they do not decode
 * @param root signing root: the block's id; of bytes that do not decode, their hash
 * @param hash tells copies with the same id apart
 */
record WireBlock(int number, Bytes ssz, Optional<BeaconBlock> block, Bytes32 root, Bytes32 hash) {}
