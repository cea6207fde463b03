package crosscheck.chains;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import crosscheck.chains.Chain.Entry;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.testing.Data;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison with an index notices each thing that is not as it says. */
final class ExpectationTest {

  @Test
  void aValidEntryThatSaysAnythingElseDiffers() throws Exception {
    Chain chain = new Chain(Data.require("chains/finality-16"), "v0.8.3");
    Entry entry = chain.entries().get(0);
    Judgement judgement = judge(chain, 1).get(0);

    assertThat(differences(chain, entry.node(), judgement)).isEmpty();
    for (String change :
        List.of(
            "/verdict",
            "/root",
            "/parent_root",
            "/state_root",
            "/slot",
            "/proposer_index",
            "/head",
            "/store_justified/epoch",
            "/store_justified/root",
            "/store_finalized/epoch",
            "/store_finalized/root",
            "/post/state_root",
            "/post/justified/epoch",
            "/post/previous_justified/epoch",
            "/post/finalized/root",
            "/post/validators",
            "/post/total_balance")) {
      assertThat(differences(chain, changed(entry, change), judgement)).as(change).hasSize(1);
    }
    ObjectNode refused = entry.node().deepCopy();
    refused.putObject("fork_choice").put("function", "on_block").put("assertion", 3);
    assertThat(differences(chain, refused, judgement)).hasSize(1);
  }

  @Test
  void anInvalidEntryThatSaysAnotherCheckDiffers() throws Exception {
    Chain chain = new Chain(Data.require("chains/invalid-16"), "v0.8.3");
    Entry entry = chain.entries().get(2);
    Judgement judgement = judge(chain, 3).get(2);

    assertThat(failureDifferences(chain, entry.node(), judgement)).isEmpty();
    for (String field : List.of("function", "assertion")) {
      assertThat(failureDifferences(chain, changed(entry, "/failure/" + field), judgement))
          .as(field)
          .hasSize(1);
    }
  }

  private static List<Judgement> judge(Chain chain, int count) throws Exception {
    try (Replay replay = JudgedChains.replay(chain)) {
      return chain.inputs().subList(0, count).stream()
          .map(input -> replay.judge(input.ssz(), input.time()))
          .toList();
    }
  }

  /**
   * Without those of the store, which an entry in the middle of a chain cannot know from genesis.
   */
  private static List<String> failureDifferences(Chain chain, JsonNode node, Judgement judgement) {
    return differences(chain, node, judgement).stream()
        .filter(difference -> !difference.startsWith("head"))
        .toList();
  }

  private static List<String> differences(Chain chain, JsonNode node, Judgement judgement) {
    return new Expectation(chain.spec(), chain.genesisBlockRoot())
        .differences(new Entry(node), judgement);
  }

  /** The entry with another value at a place: a number one larger, a text with its end turned. */
  private static JsonNode changed(Entry entry, String pointer) {
    ObjectNode copy = entry.node().deepCopy();
    int slash = pointer.lastIndexOf('/');
    String field = pointer.substring(slash + 1);
    ObjectNode parent = (ObjectNode) copy.at(pointer.substring(0, slash));
    JsonNode value = parent.required(field);
    if (value.isNumber()) {
      parent.put(field, value.asLong() + 1);
    } else {
      String text = value.asText();
      parent.put(field, text.substring(0, text.length() - 1) + (text.endsWith("0") ? "1" : "0"));
    }
    return copy;
  }
}
