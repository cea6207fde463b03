package crosscheck.indexer.alert;

import java.time.Duration;
import java.util.List;

/** Something to be alerted of. It keeps nothing in memory: what it must know is in the database. */
sealed interface Rule {

  /** States hold over time: while a condition is given the alert stays open. */
  non-sealed interface OfState extends Rule {

    /** All that is wrong now. */
    List<Condition> holding(Look look);
  }

  /** Incidents happen at an instant: the alert stays open for a while after the last of them. */
  non-sealed interface OfIncidents extends Rule {

    /**
     * What happened among the events of this look; and, with no occurrences, what is to be said
     * anew of open alerts.
     */
    List<Condition> happened(Look look);

    /** Whether what happened goes on, so that the alert stays open. Asked now and then. */
    default boolean lasts(Alert alert, Look look) {
      return false;
    }

    /**
     * How long after the last occurrence the alert resolves.
     *
     * @param usual as configured
     */
    default Duration clear(Alert alert, Situation now, Duration usual) {
      return usual;
    }
  }
}
