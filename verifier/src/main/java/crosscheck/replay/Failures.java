package crosscheck.replay;

import crosscheck.spec.Failure;
import crosscheck.spec.ImplicitCheck;
import crosscheck.ssz.SszException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Failures that no spec function raises: bytes that are no block, and faults of ours. */
final class Failures {

  /** {@code check} of a failure that is a fault of ours. */
  static final String INTERNAL = "INTERNAL_ERROR";

  /** {@code check} of a failure that is a bound of ours on the work of one block. */
  static final String WORK_BOUND = "WORK_BOUND";

  private Failures() {}

  static Failure malformed(String version, SszException fault) {
    return new Failure(
        version,
        ImplicitCheck.SSZ_DECODE.function(),
        OptionalInt.empty(),
        ImplicitCheck.SSZ_DECODE.id(),
        fault.getMessage(),
        fault.path(),
        Optional.of("the strict SSZ encoding of a block"),
        Optional.of(fault.kind().name()));
  }

  static Failure tooFar(String version, long gap, long bound) {
    return new Failure(
        version,
        "process_slots",
        OptionalInt.empty(),
        WORK_BOUND,
        "not executed: the block leaves more slots empty than one block may cost us",
        List.of(),
        Optional.of("at most " + bound + " slots after its parent"),
        Optional.of(Long.toUnsignedString(gap) + " slots"));
  }

  static Failure tooFarBack(String version, int bound) {
    return new Failure(
        version,
        "",
        OptionalInt.empty(),
        WORK_BOUND,
        "not executed: its parent's state is not held, and would cost more than it may",
        List.of(),
        Optional.of("a state held or kept at most " + bound + " blocks before"),
        Optional.of("none"));
  }

  static Failure ourFault(String version, Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    return new Failure(
        version,
        "",
        OptionalInt.empty(),
        INTERNAL,
        "Crosscheck failed, not the block: " + fault,
        List.of(),
        Optional.empty(),
        trace.length == 0 ? Optional.empty() : Optional.of("at " + trace[0]));
  }
}
