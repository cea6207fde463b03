package crosscheck.chains;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.chains.Chain.Entry;
import crosscheck.replay.Judgement;
import crosscheck.replay.Verdict;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Failure;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.spec.v08.BeaconState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Holds judgements, in import order, against the entries of an index. What an entry does not say of
 * the fork-choice store is as it was after the last entry that did.
 */
final class Expectation {

  private final Spec spec;
  private Bytes32 head;
  private Checkpoint justified;
  private Checkpoint finalized;
  private List<String> differences = new ArrayList<>();

  Expectation(Spec spec, Bytes32 genesisBlockRoot) {
    this.spec = spec;
    head = genesisBlockRoot;
    justified = new Checkpoint(0, genesisBlockRoot);
    finalized = justified;
  }

  /** Where the judgement is not the expected one, each with both values; empty when it is. */
  List<String> differences(Entry entry, Judgement judgement) {
    differences = new ArrayList<>();
    JsonNode node = entry.node();
    differ("verdict", entry.verdict(), judgement.verdict().word());
    differ("root", text(node, "root"), judgement.root().map(Bytes32::toHexString));
    judgement
        .block()
        .ifPresent(
            block -> {
              differ("slot", node.get("slot").asText(), Long.toUnsignedString(block.slot()));
              differ("parent_root", text(node, "parent_root"), hex(block.parentRoot()));
              differ("state_root", text(node, "state_root"), hex(block.stateRoot()));
            });
    proposer(node, judgement);
    failure(node, judgement.failure());
    forkChoice(node.required("fork_choice"), judgement.forkChoice());
    post(node.path("post"), judgement.post());
    store(node, judgement);
    return differences;
  }

  /** An honest proposer stands there for an unknown parent too, which we cannot know. */
  private void proposer(JsonNode node, Judgement judgement) {
    boolean knowable =
        judgement.verdict() == Verdict.VALID || judgement.verdict() == Verdict.INVALID;
    if (node.has("proposer_index") && knowable) {
      differ(
          "proposer_index",
          node.get("proposer_index").asText(),
          Long.toString(judgement.proposerIndex().orElse(-1)));
    }
  }

  private void failure(JsonNode node, Optional<Failure> actual) {
    JsonNode expected = node.required("failure");
    if (expected.isNull() || actual.isEmpty()) {
      differ("failure", expected.isNull() ? "none" : expected.toString(), words(actual));
      return;
    }
    Failure failure = actual.get();
    String assertion = expected.required("assertion").asText();
    if (!expected.required("assertion").isNull()) {
      differ(
          "failure",
          expected.required("function").asText() + " " + assertion,
          failure.function() + " " + failure.assertion().orElse(0));
      return;
    }
    if (failure.assertion().isPresent() || !nearest(node, expected).contains(failure.function())) {
      differ("failure", "an implicit one in " + nearest(node, expected), words(actual));
    }
  }

  /** The function in which the reference noticed an implicit failure, and its caller. */
  private static List<String> nearest(JsonNode node, JsonNode expected) {
    List<String> functions = new ArrayList<>();
    functions.add(expected.required("function").asText());
    JsonNode path = node.path("reason").path("call_path");
    if (path.size() > 1) {
      functions.add(path.get(path.size() - 2).asText());
    }
    return functions;
  }

  private void forkChoice(JsonNode expected, Optional<Failure> actual) {
    differ(
        "fork_choice",
        expected.isNull()
            ? "none"
            : expected.required("function").asText() + " " + expected.required("assertion").asInt(),
        actual
            .map(failure -> failure.function() + " " + failure.assertion().orElse(0))
            .orElse("none"));
  }

  private void post(JsonNode expected, Optional<State> actual) {
    if (expected.isMissingNode() || actual.isEmpty()) {
      return;
    }
    BeaconState state = (BeaconState) actual.get();
    differ("post.state_root", text(expected, "state_root"), hex(spec.hash(state)));
    differ(
        "post.previous_justified",
        checkpoint(expected.required("previous_justified")),
        state.previousJustifiedCheckpoint());
    differ(
        "post.justified",
        checkpoint(expected.required("justified")),
        state.currentJustifiedCheckpoint());
    differ(
        "post.finalized", checkpoint(expected.required("finalized")), state.finalizedCheckpoint());
    differ("post.validators", expected.required("validators").asInt(), state.validators().size());
    BigInteger balance =
        Arrays.stream(state.balances().toArray())
            .mapToObj(gwei -> new BigInteger(Long.toUnsignedString(gwei)))
            .reduce(BigInteger.ZERO, BigInteger::add);
    differ("post.total_balance", expected.required("total_balance").asText(), balance.toString());
  }

  private void store(JsonNode node, Judgement judgement) {
    if (node.has("head")) {
      head = Chain.root(node.get("head"));
      justified = checkpoint(node.required("store_justified"));
      finalized = checkpoint(node.required("store_finalized"));
    }
    differ("head", head, judgement.head());
    differ("store_justified", justified, judgement.storeJustified());
    differ("store_finalized", finalized, judgement.storeFinalized());
  }

  private void differ(String what, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      differences.add(what + ": expected " + expected + ", was " + actual);
    }
  }

  private static Checkpoint checkpoint(JsonNode node) {
    return new Checkpoint(
        Long.parseUnsignedLong(node.required("epoch").asText()), Chain.root(node.required("root")));
  }

  private static Optional<String> text(JsonNode node, String field) {
    return node.hasNonNull(field) ? Optional.of(node.get(field).asText()) : Optional.empty();
  }

  private static Optional<String> hex(Bytes32 root) {
    return Optional.of(root.toHexString());
  }

  private static String words(Optional<Failure> failure) {
    return failure
        .map(it -> it.function() + " " + it.check() + " " + it.path() + ": " + it.message())
        .orElse("none");
  }
}
