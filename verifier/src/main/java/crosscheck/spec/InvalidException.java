package crosscheck.spec;

/**
 * The input is invalid: a check of the spec failed. The only exception that means so; every other
 * one out of this library is a fault of ours.
 */
public final class InvalidException extends Exception {

  private final transient Failure failure;

  public InvalidException(Failure failure) {
    super(failure.function() + ": " + failure.message(), null, false, false);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
