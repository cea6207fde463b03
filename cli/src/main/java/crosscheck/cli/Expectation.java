package crosscheck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.replay.Judgement;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Failure;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/** What {@code index.json} of a recorded chain expects of one block. */
final class Expectation {

  private final JsonNode entry;

  /**
   * @param where place of the entry, for messages
   */
  Expectation(JsonNode entry, String where) {
    if (!entry.path("verdict").isTextual()) {
      throw new UsageException(where + ".verdict must be a text");
    }
    this.entry = entry;
  }

  /**
   * Where the judgement differs from the expectation, a line each; what the entry leaves out is not
   * compared.
   */
  List<String> differences(Spec spec, Judgement judgement) {
    List<String> found = new ArrayList<>();
    compare(found, "verdict", entry.path("verdict"), judgement.verdict().word());
    compare(
        found,
        "root",
        entry.path("root"),
        judgement.root().map(Bytes32::toHexString).orElse("none"));
    if (judgement.proposerIndex().isPresent()) {
      compare(
          found,
          "proposer_index",
          entry.path("proposer_index"),
          Long.toUnsignedString(judgement.proposerIndex().getAsLong()));
    }
    compareFailure(found, "failure", entry.path("failure"), judgement.failure());
    compareFailure(found, "fork_choice", entry.path("fork_choice"), judgement.forkChoice());
    comparePost(spec, found, entry.path("post"), judgement.post());
    compare(found, "head", entry.path("head"), judgement.head().toHexString());
    compare(found, "store_justified", entry.path("store_justified"), judgement.storeJustified());
    compare(found, "store_finalized", entry.path("store_finalized"), judgement.storeFinalized());
    return found;
  }

  private static void comparePost(
      Spec spec, List<String> found, JsonNode post, Optional<State> actual) {
    if (post.isMissingNode() || post.isNull()) {
      return;
    }
    if (actual.isEmpty()) {
      found.add("post: expected a state, got none");
      return;
    }
    State state = actual.get();
    compare(found, "post.state_root", post.path("state_root"), spec.hash(state).toHexString());
    compare(
        found,
        "post.previous_justified",
        post.path("previous_justified"),
        state.previousJustifiedCheckpoint());
    compare(found, "post.justified", post.path("justified"), state.currentJustifiedCheckpoint());
    compare(found, "post.finalized", post.path("finalized"), state.finalizedCheckpoint());
  }

  private static void compare(
      List<String> found, String name, JsonNode expected, Checkpoint actual) {
    compare(found, name + ".epoch", expected.path("epoch"), Long.toUnsignedString(actual.epoch()));
    compare(found, name + ".root", expected.path("root"), actual.root().toHexString());
  }

  private static void compare(List<String> found, String name, JsonNode expected, String actual) {
    if (!expected.isMissingNode() && !expected.isNull() && !expected.asText().equals(actual)) {
      found.add("%s: expected %s, got %s".formatted(name, expected.asText(), actual));
    }
  }

  private void compareFailure(
      List<String> found, String name, JsonNode expected, Optional<Failure> actual) {
    if (expected.isMissingNode()) {
      return;
    }
    boolean same =
        expected.isNull() ? actual.isEmpty() : actual.filter(f -> matches(expected, f)).isPresent();
    if (!same) {
      found.add(
          "%s: expected %s, got %s"
              .formatted(
                  name,
                  expected.isNull() ? "none" : words(expected),
                  actual.map(Wording::of).orElse("none")));
    }
  }

  /**
   * An assert must be the very one. Where the failure is implicit, the function that the reference
   * noticed it in and its nearest caller are equally good.
   */
  private boolean matches(JsonNode expected, Failure actual) {
    JsonNode assertion = expected.path("assertion");
    String function = expected.path("function").asText();
    if (assertion.isNumber()) {
      return actual.function().equals(function)
          && actual.assertion().orElse(0) == assertion.asInt();
    }
    return actual.assertion().isEmpty()
        && (actual.function().equals(function) || actual.function().equals(caller(function)));
  }

  /** The last function of {@code reason.call_path} before this one; empty when there is none. */
  private String caller(String function) {
    String nearest = "";
    for (JsonNode step : entry.path("reason").path("call_path")) {
      if (step.asText().equals(function)) {
        break;
      }
      nearest = step.asText();
    }
    return nearest;
  }

  private static String words(JsonNode failure) {
    String function = failure.path("function").asText();
    return failure.path("assertion").isNumber()
        ? "%s[%d]".formatted(function, failure.path("assertion").asInt())
        : function + " (implicit)";
  }
}
