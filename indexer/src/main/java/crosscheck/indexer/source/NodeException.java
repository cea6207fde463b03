package crosscheck.indexer.source;

import crosscheck.indexer.NodeReport;

/** A node did not answer, or not what it should. The message is one line, for people. */
final class NodeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final NodeReport.Fault fault;

  NodeException(NodeReport.Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  NodeException(NodeReport.Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  NodeReport.Fault fault() {
    return fault;
  }
}
