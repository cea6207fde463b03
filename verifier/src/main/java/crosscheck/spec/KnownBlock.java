package crosscheck.spec;

import org.apache.tuweni.bytes.Bytes32;

/**
 * A valid block as its place in the tree.
 *
 * @param root id: signing root
 * @param parentRoot id of the parent: a valid block, or the genesis block
 * @param slot uint64
 * @param followed false when fork choice refused it
 */
public record KnownBlock(Bytes32 root, Bytes32 parentRoot, long slot, boolean followed) {}
