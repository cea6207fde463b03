package crosscheck.indexer.source;

import crosscheck.indexer.Receiver;

/**
 * Something that delivers inputs, from one start to one stop; it runs in a thread of its own. Each
 * kind is one file, and one line in {@link SourceKinds}.
 */
public interface Source {

  /**
   * Delivers until interrupted. What fails for a while (a folder or a node that is away) it reports
   * to {@code standing} and tries again with growing pauses; when it throws or returns, that is
   * reported for it, and it is made anew and started again after a pause.
   *
   * @throws InterruptedException when interrupted: it is to stop
   */
  void run(Receiver receiver, Standing standing) throws InterruptedException;
}
