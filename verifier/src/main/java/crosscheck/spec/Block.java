package crosscheck.spec;

import org.apache.tuweni.bytes.Bytes32;

/** A decoded block of any spec version. Immutable. */
public interface Block {

  /** Slot, uint64. */
  long slot();

  /** Id of the parent: its signing root. */
  Bytes32 parentRoot();

  /** The post-state root the block claims. */
  Bytes32 stateRoot();
}
