package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.db.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded chains through receiving, judging and the database, each input at its own time. */
final class ReferenceChainsTest {

  @ParameterizedTest
  @ValueSource(strings = {"finality-16", "forks-16", "invalid-16", "fuzz-16", "edge-16"})
  void giveTheVerdictsOfTheReference(String name) {
    ReferenceChain chain = ReferenceChain.of(name);
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      List<String> differences = new ArrayList<>();
      // A block ahead of its time is imported here when its time comes; the reference forgot it.
      boolean comparable = true;
      for (ReferenceChain.Entry entry : chain.entries()) {
        entry.time().ifPresent(time -> service.clock.set(Instant.ofEpochSecond(time)));
        Receipt receipt = service.receive(entry.ssz());
        service.awaitJudged();
        Map<String, Object> found = service.verdict(receipt);
        compare(entry, found, differences);
        comparable &= !entry.text("verdict").equals("future");
        if (comparable && entry.expected().hasNonNull("head")) {
          compareStore(entry, service, differences);
        }
      }
      assertThat(differences).isEmpty();
      assertThat(service.number("select count(*) from verdicts")).isEqualTo(chain.entries().size());
    }
  }

  private static void compare(
      ReferenceChain.Entry entry, Map<String, Object> found, List<String> differences) {
    JsonNode expected = entry.expected();
    String file = entry.file().getFileName().toString();
    same(differences, file, "verdict", entry.text("verdict"), word(found));
    JsonNode failure = expected.get("failure");
    boolean byAncestor = found.get("invalid_ancestor_root") != null;
    if (!failure.isNull() && !byAncestor) {
      // Of an implicit failure the nearest caller is as good as the function itself.
      List<String> functions = new ArrayList<>(List.of(failure.get("function").asText()));
      if (failure.get("assertion").isNull() && expected.hasNonNull("reason")) {
        expected.get("reason").path("call_path").forEach(f -> functions.add(f.asText()));
      }
      if (!functions.contains(String.valueOf(found.get("failure_function")))) {
        differences.add(
            file + ": function " + functions + ", got " + found.get("failure_function"));
      }
      same(
          differences,
          file,
          "assertion",
          failure.get("assertion").asText(),
          found.get("failure_assertion"));
    }
    JsonNode refusal = expected.get("fork_choice");
    same(
        differences,
        file,
        "fork choice",
        refusal.isNull() ? "null" : refusal.get("assertion").asText(),
        found.get("fork_choice_assertion"));
    if (expected.hasNonNull("post") && "valid".equals(found.get("status"))) {
      JsonNode post = expected.get("post");
      same(
          differences,
          file,
          "justified",
          post.get("justified").get("epoch").asText() + post.get("justified").get("root").asText(),
          found.get("justified_epoch") + hex(found.get("justified_root")));
      same(
          differences,
          file,
          "finalized",
          post.get("finalized").get("epoch").asText() + post.get("finalized").get("root").asText(),
          found.get("finalized_epoch") + hex(found.get("finalized_root")));
      same(
          differences,
          file,
          "proposer",
          expected.get("proposer_index").asText(),
          found.get("proposer_index"));
    }
  }

  private static void compareStore(
      ReferenceChain.Entry entry, Service service, List<String> differences) {
    Map<String, Object> head =
        service.rows("select * from heads order by import_order desc limit 1").get(0);
    String file = entry.file().getFileName().toString();
    same(differences, file, "head", entry.text("head"), hex(head.get("head_root")));
    same(differences, file, "head slot", entry.text("head_slot"), head.get("head_slot"));
    for (String which : List.of("justified", "finalized")) {
      JsonNode checkpoint = entry.expected().get("store_" + which);
      same(
          differences,
          file,
          "store's " + which,
          checkpoint.get("epoch").asText() + checkpoint.get("root").asText(),
          head.get(which + "_epoch") + hex(head.get(which + "_root")));
    }
  }

  /** The verdict in the words of the reference. */
  private static String word(Map<String, Object> found) {
    if (found.get("invalid_ancestor_root") != null) {
      return "unknown_parent";
    }
    if ("unjudged".equals(found.get("status"))) {
      return "parent".equals(found.get("waiting_for")) ? "unknown_parent" : "future";
    }
    return String.valueOf(found.get("status"));
  }

  private static void same(
      List<String> differences, String file, String what, String expected, Object found) {
    if (!expected.equals(String.valueOf(found))) {
      differences.add("%s: %s %s, got %s".formatted(file, what, expected, found));
    }
  }

  private static String hex(Object bytes) {
    return Bytes.wrap((byte[]) bytes).toHexString();
  }
}
