package crosscheck.spec;

import java.util.OptionalInt;

/**
 * Failures that the spec does not write down as asserts: it calls any exception of its executable
 * form invalid. They can happen in many functions; the failure names the one.
 */
public enum ImplicitCheck implements Check {
  UINT64_OVERFLOW("a sum, difference or product does not fit 64 bits"),
  INDEX_OUT_OF_RANGE("an index lies outside its list"),
  LIST_FULL("a list at its limit is appended to"),
  DIVISION_BY_ZERO("division by zero (an empty committee)"),
  SSZ_DECODE("the bytes are not the SSZ of a block");

  private static final String TRANSITION =
      "https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md"
          + "#beacon-chain-state-transition-function";
  private static final String SSZ =
      "https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/simple-serialize.md"
          + "#deserialization";

  private final String wording;

  ImplicitCheck(String wording) {
    this.wording = wording;
  }

  @Override
  public String id() {
    return name();
  }

  /** {@code ssz_decode}, or {@code *}: any function. */
  @Override
  public String function() {
    return this == SSZ_DECODE ? "ssz_decode" : "*";
  }

  @Override
  public OptionalInt assertion() {
    return OptionalInt.empty();
  }

  @Override
  public String wording() {
    return wording;
  }

  @Override
  public String link() {
    return this == SSZ_DECODE ? SSZ : TRANSITION;
  }
}
