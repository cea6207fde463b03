package crosscheck.cli;

import crosscheck.api.Acknowledgements;
import crosscheck.indexer.alert.Acknowledging;

/** Acknowledgements that come over REST, written into the database. */
record RecordedAcknowledgements(Acknowledging acknowledging) implements Acknowledgements {

  @Override
  public Outcome acknowledge(long alertId, String by) {
    return switch (acknowledging.acknowledge(alertId, by)) {
      case DONE -> Outcome.DONE;
      case ALREADY -> Outcome.ALREADY;
      case RESOLVED -> Outcome.RESOLVED;
      case UNKNOWN -> Outcome.UNKNOWN;
    };
  }
}
