package crosscheck.benchmarks;

import java.util.function.Supplier;

/** A benchmark computed something wrong, so what it took does not matter. */
final class Wrong extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private Wrong(String message) {
    super(message);
  }

  static void unless(boolean right, Supplier<String> message) {
    if (!right) {
      throw new Wrong(message.get());
    }
  }
}
