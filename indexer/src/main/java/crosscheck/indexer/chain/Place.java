package crosscheck.indexer.chain;

import org.apache.tuweni.bytes.Bytes32;

/**
 * A valid block and where it is in the tree.
 *
 * @param fork number of the fork it is on
 * @param slot uint64
 * @param root signing root
 */
record Place(int fork, long slot, Bytes32 root) {}
