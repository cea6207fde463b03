package crosscheck.indexer.alert;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Whoever passes on to the world what happens to alerts. */
public interface Told {

  /**
   * Takes note, within the transaction that moves the engine's place: each event comes once.
   *
   * @param eventIds events that tell of alerts, in order
   */
  void take(Handle handle, List<Long> eventIds);

  /** The transaction was committed. */
  void committed();
}
