package crosscheck.spec;

import org.apache.tuweni.bytes.Bytes32;

/** States of a chain with all its forks, by whoever keeps them. */
@FunctionalInterface
public interface ChainStates {

  /**
   * The state of a block's chain at a slot, without blocks after it. Finding it may cost much: it
   * may have to be made again.
   *
   * @param root id of a valid block, or of the genesis block
   * @param slot the block's slot or a later one
   * @throws InvalidException when the slot cannot be reached: {@code process_slots} fails
   */
  State at(Bytes32 root, long slot);
}
