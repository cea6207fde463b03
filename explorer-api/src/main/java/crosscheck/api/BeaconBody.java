package crosscheck.api;

/**
 * An answer of the Beacon API about a block or a state.
 *
 * @param executionOptimistic always false: there is no execution layer
 * @param finalized whether what it is about is on the finalized chain
 */
record BeaconBody<T>(boolean executionOptimistic, boolean finalized, T data)
    implements Json.Body<T> {

  BeaconBody(boolean finalized, T data) {
    this(false, finalized, data);
  }
}
