package crosscheck.spec;

import java.util.OptionalInt;

/**
 * One condition a block must meet: an assert of the spec, or a failure the spec leaves implicit
 * (uint64 overflow, index out of range, undecodable bytes). Each spec version lists its own.
 */
public interface Check {

  /** Stable name, e.g. {@code ATTESTATION_TARGET_EPOCH}. */
  String id();

  /**
   * The spec function that holds it, with the spec's own name, e.g. {@code process_attestation}.
   */
  String function();

  /**
   * Ordinal among the asserts of {@link #function()}, from 1, in the order of v0.8.3; empty for an
   * implicit failure.
   */
  OptionalInt assertion();

  /** What is wrong when it fails, in our own words, one line. */
  String wording();

  /** Link to the section of the spec, at the tag of the version. */
  String link();
}
