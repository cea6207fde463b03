package crosscheck.cli;

import crosscheck.replay.Judgement;
import crosscheck.spec.Failure;
import crosscheck.spec.ImplicitCheck;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes32;

/** Judgements in words, for people. */
final class Wording {

  private Wording() {}

  /** E.g. {@code process_attestation[3]: source is not …; attestations[2]; expected 7, got 9}. */
  static String of(Failure failure) {
    StringBuilder text = new StringBuilder(failure.function());
    failure.assertion().ifPresent(ordinal -> text.append('[').append(ordinal).append(']'));
    text.append(": ").append(failure.message());
    if (failure.function().equals(ImplicitCheck.SSZ_DECODE.function())) {
      return text.toString();
    }
    String place =
        failure.path().stream().filter(step -> step.contains("[")).collect(Collectors.joining("."));
    if (!place.isEmpty()) {
      text.append("; in ").append(place);
    }
    failure.expected().ifPresent(expected -> text.append("; expected ").append(expected));
    failure.actual().ifPresent(actual -> text.append("; got ").append(actual));
    return text.toString();
  }

  /** Why the block has its verdict; empty when there is nothing to say. */
  static String reason(Judgement judgement) {
    return switch (judgement.verdict()) {
      case UNKNOWN_PARENT ->
          "no valid block " + judgement.block().map(b -> shortRoot(b.parentRoot())).orElse("");
      case FUTURE -> "its slot has not come";
      default ->
          judgement
              .failure()
              .map(Wording::of)
              .or(() -> judgement.forkChoice().map(f -> "kept out of fork choice by " + of(f)))
              .orElse("");
    };
  }

  /** The first four bytes. */
  static String shortRoot(Bytes32 root) {
    return root.slice(0, 4).toUnprefixedHexString() + "…";
  }
}
