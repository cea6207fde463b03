package crosscheck.indexer.chain;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A segment of the tree: blocks each of which has the one before as its parent.
 *
 * @param id greater than that of the fork its base is on
 * @param base parent of the first block, on another fork; empty for fork 0
 * @param firstSlot uint64
 * @param tipSlot uint64
 * @param blockCount blocks on it, but for the genesis block
 */
record Fork(
    int id,
    Optional<Place> base,
    Bytes32 firstRoot,
    long firstSlot,
    Bytes32 tipRoot,
    long tipSlot,
    int blockCount) {

  /** Fork 0 before the first block. */
  static Fork genesis(Bytes32 root, long slot) {
    return new Fork(0, Optional.empty(), root, slot, root, slot, 0);
  }

  static Fork begun(int id, Place base, Bytes32 root, long slot) {
    return new Fork(id, Optional.of(base), root, slot, root, slot, 1);
  }

  /** With one more block at its end. */
  Fork grown(Bytes32 root, long slot) {
    return new Fork(id, base, firstRoot, firstSlot, root, slot, blockCount + 1);
  }

  /** Its last block. */
  Place tip() {
    return new Place(id, tipSlot, tipRoot);
  }
}
