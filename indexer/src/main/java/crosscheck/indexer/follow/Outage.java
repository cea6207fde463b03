package crosscheck.indexer.follow;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;

/** Tells a database that is away for a while from a fault of ours. */
public final class Outage {

  private Outage() {}

  /** True when the same work may succeed later without any change on our side. */
  public static boolean causes(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLTransientException || at instanceof SQLRecoverableException) {
        return true;
      }
      if (at instanceof SQLException sql && passing(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static boolean passing(String state) {
    if (state == null) {
      return false;
    }
    return state.startsWith("08") // connection
        || state.startsWith("40") // rolled back: deadlock, serialization
        || state.startsWith("53") // out of disk, memory, connections
        || state.startsWith("57") // shut down, starting up, cancelled
        || state.startsWith("58") // its system failed
        || state.equals("25006") // read-only for now
        || state.equals("55000") // e.g. the database accepts no connections
        || state.equals("3D000"); // being restored
  }
}
