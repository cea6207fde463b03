package crosscheck.indexer.source;

import crosscheck.spec.Block;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A block as a node serves it.
 *
 * @param root its signing root, by our own computation
 * @param ssz its bytes
 */
record NodeBlock(Bytes32 root, Block block, Bytes ssz) {}
