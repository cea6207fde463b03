package crosscheck.chains;

import crosscheck.replay.Judgement;
import crosscheck.replay.Verdict;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Failure;
import crosscheck.spec.Spec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;

/** What of a judgement must not depend on how it was reached: everything but time and version. */
record Facts(
    Verdict verdict,
    Optional<Bytes32> root,
    Optional<Bytes32> hash,
    OptionalLong proposerIndex,
    Optional<Fault> failure,
    Optional<Fault> forkChoice,
    Optional<Bytes32> post,
    Bytes32 head,
    Checkpoint storeJustified,
    Checkpoint storeFinalized) {

  /** A failure without the version that found it. */
  record Fault(
      String function,
      OptionalInt assertion,
      String check,
      List<String> path,
      Optional<String> expected,
      Optional<String> actual) {

    static Fault of(Failure failure) {
      return new Fault(
          failure.function(),
          failure.assertion(),
          failure.check(),
          failure.path(),
          failure.expected(),
          failure.actual());
    }
  }

  static Facts of(Spec spec, Judgement judgement) {
    return new Facts(
        judgement.verdict(),
        judgement.root(),
        judgement.hash(),
        judgement.proposerIndex(),
        judgement.failure().map(Fault::of),
        judgement.forkChoice().map(Fault::of),
        judgement.post().map(spec::hash),
        judgement.head(),
        judgement.storeJustified(),
        judgement.storeFinalized());
  }
}
