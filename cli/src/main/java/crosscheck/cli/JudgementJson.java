package crosscheck.cli;

import crosscheck.replay.Judgement;
import crosscheck.spec.Block;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Failure;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A judgement as one JSON object: slots, epochs and indices are decimal strings, bytes 0x-hex, and
 * what is not known is null.
 */
final class JudgementJson {

  private JudgementJson() {}

  static Map<String, Object> of(Spec spec, Path file, Judgement judgement) {
    Optional<Block> block = judgement.block();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file.toString());
    json.put("root", judgement.root().map(Bytes32::toHexString).orElse(null));
    json.put("slot", block.map(b -> Long.toUnsignedString(b.slot())).orElse(null));
    json.put("parent_root", block.map(b -> b.parentRoot().toHexString()).orElse(null));
    json.put(
        "proposer_index",
        judgement.proposerIndex().isPresent()
            ? Long.toUnsignedString(judgement.proposerIndex().getAsLong())
            : null);
    json.put("verdict", judgement.verdict().word());
    json.put("failure", judgement.failure().map(JudgementJson::failure).orElse(null));
    json.put("fork_choice", judgement.forkChoice().map(JudgementJson::failure).orElse(null));
    json.put("post", judgement.post().map(post -> post(spec, post)).orElse(null));
    json.put("head", judgement.head().toHexString());
    Map<String, Object> store = new LinkedHashMap<>();
    store.put("justified", checkpoint(judgement.storeJustified()));
    store.put("finalized", checkpoint(judgement.storeFinalized()));
    json.put("store", store);
    json.put("micros", judgement.micros());
    return json;
  }

  private static Map<String, Object> failure(Failure failure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("function", failure.function());
    json.put("assertion", failure.assertion().isPresent() ? failure.assertion().getAsInt() : null);
    json.put("check", failure.check());
    json.put("message", failure.message());
    json.put("path", failure.path());
    json.put("expected", failure.expected().orElse(null));
    json.put("actual", failure.actual().orElse(null));
    return json;
  }

  private static Map<String, Object> post(Spec spec, State post) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("state_root", spec.hash(post).toHexString());
    json.put("justified", checkpoint(post.currentJustifiedCheckpoint()));
    json.put("finalized", checkpoint(post.finalizedCheckpoint()));
    return json;
  }

  private static Map<String, Object> checkpoint(Checkpoint checkpoint) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("epoch", Long.toUnsignedString(checkpoint.epoch()));
    json.put("root", checkpoint.root().toHexString());
    return json;
  }
}
