package crosscheck.ssz;

/** What method handles and reflection throw: anything, as far as the compiler knows. */
final class Handles {

  private Handles() {}

  /**
   * What a container's own code threw: nothing checked, since constructors and accessors do not.
   */
  static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      return e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    return new IllegalStateException(thrown);
  }
}
