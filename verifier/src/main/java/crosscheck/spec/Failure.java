package crosscheck.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why an input is invalid: the first check that failed, where, and on which values.
 *
 * @param version spec version that judged, e.g. {@code v0.8.3}
 * @param function spec function in which the failure was noticed, e.g. {@code process_attestation};
 *     {@code ssz_decode} for bytes that do not decode
 * @param assertion ordinal among the asserts of the function, from 1; empty for implicit failures
 * @param check {@link Check#id()}
 * @param message one line in our own words
 * @param path from the outermost function to the operation at fault, e.g. {@code [process_block,
 *     attestations[2]]}
 * @param expected what would have passed, in words or as a value; empty when there is nothing to
 *     say
 * @param actual the value that was found
 */
public record Failure(
    String version,
    String function,
    OptionalInt assertion,
    String check,
    String message,
    List<String> path,
    Optional<String> expected,
    Optional<String> actual) {

  public Failure {
    path = List.copyOf(path);
  }
}
