package crosscheck.spec;

/** A state of any spec version. Immutable outside {@code spec}. */
public interface State {

  /** Slot, uint64. */
  long slot();

  /** Unix time of slot 0, seconds, uint64. */
  long genesisTime();

  Checkpoint previousJustifiedCheckpoint();

  Checkpoint currentJustifiedCheckpoint();

  Checkpoint finalizedCheckpoint();
}
