package crosscheck.spec;

import crosscheck.ssz.SszList;
import crosscheck.ssz.Uint64List;

/** A state of any spec version. Immutable outside {@code spec}. */
public interface State {

  /** Slot, uint64. */
  long slot();

  /** Unix time of slot 0, seconds, uint64. */
  long genesisTime();

  Checkpoint previousJustifiedCheckpoint();

  Checkpoint currentJustifiedCheckpoint();

  Checkpoint finalizedCheckpoint();

  /** The registry; validators go by their place in it. */
  SszList<? extends RegisteredValidator> validators();

  /** Balances by validator index, Gwei, uint64. */
  Uint64List balances();
}
