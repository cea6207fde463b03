package crosscheck.indexer;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Judged;
import crosscheck.replay.Judgement;
import crosscheck.replay.Verdict;
import crosscheck.spec.Failure;
import crosscheck.spec.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/** The columns of a final verdict. */
final class VerdictRow {

  private final Map<String, Object> columns = new HashMap<>();

  private VerdictRow(
      long inputId,
      String status,
      Instant at,
      Optional<Failure> failure,
      Optional<Failure> forkChoice) {
    columns.put("input_id", inputId);
    columns.put("status", status);
    columns.put("judged_at", Columns.at(at));
    columns.put("judging_micros", null);
    columns.put("invalid_ancestor_root", null);
    put("failure", failure);
    put("fork_choice", forkChoice);
    columns.put("justified_id", null);
    columns.put("finalized_id", null);
    columns.put("proposer_index", null);
    columns.put("fork_id", null);
    columns.put("off_chain", false);
  }

  /** What judging found. */
  static VerdictRow of(Judged judged, Checkpoints checkpoints) {
    Judgement judgement = judged.judgement();
    VerdictRow row =
        new VerdictRow(
            judged.inputId(),
            judgement.verdict().word(),
            judged.at(),
            judgement.failure(),
            judgement.forkChoice());
    row.columns.put("judging_micros", (int) Math.min(judgement.micros(), Integer.MAX_VALUE));
    judgement.post().ifPresent(post -> row.put(post, checkpoints));
    judgement.proposerIndex().ifPresent(index -> row.columns.put("proposer_index", index));
    return row;
  }

  /** Invalid because an ancestor is. */
  static VerdictRow condemned(long inputId, Bytes32 invalidAncestor, Instant at) {
    VerdictRow row =
        new VerdictRow(inputId, Verdict.INVALID.word(), at, Optional.empty(), Optional.empty());
    row.columns.put("failure_message", "its ancestor " + invalidAncestor + " is invalid");
    row.columns.put("invalid_ancestor_root", invalidAncestor.toArrayUnsafe());
    return row;
  }

  private void put(String prefix, Optional<Failure> failure) {
    columns.put(prefix + "_function", failure.map(Failure::function).orElse(null));
    columns.put(
        prefix + "_assertion",
        failure.map(f -> f.assertion().isPresent() ? f.assertion().getAsInt() : null).orElse(null));
    columns.put(prefix + "_check", failure.map(Failure::check).orElse(null));
    columns.put(prefix + "_message", text(failure.map(Failure::message)));
    columns.put(
        prefix + "_path",
        failure
            .map(f -> f.path().stream().map(VerdictRow::clean).toArray(String[]::new))
            .orElse(null));
    columns.put(prefix + "_expected", text(failure.flatMap(Failure::expected)));
    columns.put(prefix + "_actual", text(failure.flatMap(Failure::actual)));
  }

  private void put(State post, Checkpoints checkpoints) {
    columns.put("justified_id", checkpoints.number(post.currentJustifiedCheckpoint()));
    columns.put("finalized_id", checkpoints.number(post.finalizedCheckpoint()));
  }

  private static String text(Optional<String> text) {
    return text.map(VerdictRow::clean).orElse(null);
  }

  /** Postgres cannot store the character NUL. */
  static String clean(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /** It is valid, and on this fork. */
  VerdictRow onFork(int number) {
    columns.put("fork_id", number);
    return this;
  }

  /** It will never be canonical. */
  VerdictRow offChain() {
    columns.put("off_chain", true);
    return this;
  }

  /** Whether it is valid, and fork choice has nothing against it. */
  boolean saysNoMoreThanValid() {
    return columns.get("status").equals(Verdict.VALID.word())
        && columns.get("fork_choice_check") == null;
  }

  /** All of them, for {@code write_verdict}. */
  Map<String, Object> columns(long importOrder) {
    columns.put("import_order", importOrder);
    return columns;
  }
}
