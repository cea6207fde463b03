package crosscheck.ssz;

/** Calls of method handles, which may throw anything as far as the compiler knows. */
final class Handles {

  private Handles() {}

  @FunctionalInterface
  interface Call {
    Object run() throws Throwable;
  }

  /** For constructors and accessors of containers: these throw nothing that is checked. */
  static Object call(Call call) {
    try {
      return call.run();
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** What a container's own code threw, as it is where that is possible. */
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
