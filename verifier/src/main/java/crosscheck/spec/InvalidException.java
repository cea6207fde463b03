package crosscheck.spec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The input is invalid: a check of the spec failed. The only exception that means so; every other
 * one out of this library is a fault of ours.
 *
 * <p>Unchecked, because in the spec every arithmetic operation and every list access may raise it.
 */
public final class InvalidException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Spec functions whose names do not begin with one of the spec's usual verbs. */
  private static final Set<String> OTHER_SPEC_FUNCTIONS =
      Set.of(
          "increaseBalance",
          "decreaseBalance",
          "initiateValidatorExit",
          "slashValidator",
          "stateTransition",
          "initializeBeaconStateFromEth1");

  private final transient Check check;
  private final String function;
  private final String expected;
  private final String actual;
  private final transient Deque<String> path = new ArrayDeque<>();

  private InvalidException(Check check, String function, String expected, String actual) {
    super(function + ": " + check.wording(), null, false, false);
    this.check = check;
    this.function = function;
    this.expected = expected;
    this.actual = actual;
  }

  /** An assert of the spec failed. {@code expected} and {@code actual} may be empty strings. */
  public static InvalidException failed(Check check, String expected, String actual) {
    return new InvalidException(check, check.function(), expected, actual);
  }

  /**
   * A failure without an assert. The function is the innermost spec function on the call stack:
   * chapters are named in camelCase after the spec, and none of our own helpers is named like one.
   */
  public static InvalidException implicit(ImplicitCheck check, String expected, String actual) {
    String function =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(f -> f.getClassName().startsWith("crosscheck.spec.v"))
                        .map(StackWalker.StackFrame::getMethodName)
                        .filter(InvalidException::specFunction)
                        .findFirst())
            .map(InvalidException::snakeCase)
            .orElse(check.function());
    return new InvalidException(check, function, expected, actual);
  }

  private static boolean specFunction(String method) {
    return method.matches("(process|get|compute|is|on)[A-Z].*")
        || OTHER_SPEC_FUNCTIONS.contains(method);
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** Adds a step to the front of the path and returns this exception, to be thrown on. */
  public InvalidException within(String step) {
    path.addFirst(step);
    return this;
  }

  public Check check() {
    return check;
  }

  /** The failure as a value, judged under {@code version}. */
  public Failure failure(String version) {
    return new Failure(
        version,
        function,
        check.assertion(),
        check.id(),
        check.wording(),
        List.copyOf(path),
        optional(expected),
        optional(actual));
  }

  private static Optional<String> optional(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
