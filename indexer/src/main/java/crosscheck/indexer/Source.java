package crosscheck.indexer;

/** Something that delivers inputs. The indexer runs each source in a thread of its own. */
public interface Source {

  /** Name in observations; unique among the sources of an indexer, and the same after a restart. */
  String name();

  /**
   * Delivers to the receiver until interrupted.
   *
   * @throws InterruptedException when interrupted: the indexer is closing
   */
  void run(Receiver receiver) throws InterruptedException;
}
