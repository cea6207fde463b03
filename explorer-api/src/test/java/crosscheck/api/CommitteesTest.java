package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has to propose and to attest, and who did, over recorded chains. */
@Timeout(300)
class CommitteesTest {

  @Test
  void knowsWhoProposesNextBeforeTheyDo() {
    try (IndexedExplorer explorer = IndexedExplorer.begin("finality-16")) {
      assertThat(explorer.data("/proposers")).hasSize(16);
      explorer.deliver(60);
      JsonNode proposers = explorer.data("/proposers");
      assertThat(proposers).hasSize(16);
      explorer.deliverAll();
      Map<String, JsonNode> bySlot = new HashMap<>();
      explorer.entries("valid").forEach(e -> bySlot.put(e.get("slot").asText(), e));
      int open = 0;
      for (JsonNode proposer : proposers) {
        JsonNode entry = bySlot.get(proposer.get("slot").asText());
        if (proposer.get("forecast").asBoolean()) {
          assertThat(proposer.get("status").asText()).isEqualTo("open");
        } else if (entry != null) {
          assertThat(proposer.get("proposer_index").asText())
              .isEqualTo(entry.get("proposer_index").asText());
          open += proposer.get("status").asText().equals("open") ? 1 : 0;
        }
      }
      assertThat(open).isPositive();
    }
  }

  @Test
  void listsEveryActiveValidatorInOneCommitteeAndInTheBlockThatHasItsVote() {
    try (IndexedExplorer explorer = IndexedExplorer.of("leak-32")) {
      Map<String, JsonNode> committees = new HashMap<>();
      JsonNode first = explorer.explorer().json("/epochs/9/committees?limit=3");
      JsonNode rest =
          explorer
              .explorer()
              .json(
                  "/epochs/9/committees?limit=1024&cursor="
                      + first.at("/meta/next_cursor").asText());
      first.get("data").forEach(each -> put(committees, each));
      rest.get("data").forEach(each -> put(committees, each));
      Set<String> members = new HashSet<>();
      committees.values().forEach(c -> c.get("members").forEach(m -> members.add(m.asText())));
      assertThat(members).hasSize(32);
      int included = 0;
      for (int i = 0; i < 32; i++) {
        JsonNode duty =
            explorer.data("/validators/" + i + "/attestations?limit=1&cursor=10").get(0);
        JsonNode committee =
            committees.get(duty.get("slot").asText() + "/" + duty.get("shard").asText());
        assertThat(committee.get("members").toString()).contains("\"" + i + "\"");
        assertThat(duty.get("source").asBoolean()).isEqualTo(!duty.get("inclusion").isNull());
        if (duty.get("source").asBoolean()) {
          included++;
          assertThat(voted(explorer, duty.get("inclusion"), i)).as("validator %d", i).isTrue();
        }
      }
      assertThat(included).isPositive();
      String head = explorer.data("/chain").at("/head/epoch").asText();
      long next = Long.parseLong(head) + 1;
      assertThat(
              explorer.data("/epochs/" + next + "/committees").get(0).get("forecast").asBoolean())
          .isTrue();
      assertThat(
              explorer
                  .explorer()
                  .get(Routes.API + "/epochs/" + (next + 1) + "/committees")
                  .statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void addsTheBalancesOfValidatorsUpToThoseOfTheEpoch() {
    try (IndexedExplorer explorer = IndexedExplorer.of("queue-32")) {
      Map<String, BigInteger> sums = new HashMap<>();
      int validators = explorer.data("/validators?limit=1000").size();
      for (int i = 0; i < validators; i++) {
        for (JsonNode balance : explorer.data("/validators/" + i + "?limit=4").get("balances")) {
          sums.merge(
              balance.get("epoch").asText(),
              new BigInteger(balance.get("balance_gwei").asText()),
              BigInteger::add);
        }
      }
      assertThat(sums).hasSize(4);
      sums.forEach(
          (epoch, sum) ->
              assertThat(
                      explorer
                          .data("/epochs/" + epoch)
                          .get(0)
                          .at("/registry/balance_gwei")
                          .asText())
                  .isEqualTo(sum.toString()));
    }
  }

  @Test
  void tellsWhatAGapOfTwoThousandEpochsChanged() {
    try (IndexedExplorer explorer = IndexedExplorer.of("exits-16")) {
      long most = 0;
      long before = 0;
      JsonNode after = null;
      for (JsonNode entry : explorer.entries("valid")) {
        long gap = entry.get("slot").asLong() - before;
        before = entry.get("slot").asLong();
        after = gap > most ? entry : after;
        most = Math.max(most, gap);
      }
      assertThat(most).isGreaterThan(16_000);
      JsonNode changes = explorer.data("/blocks/" + after.get("root").asText() + "/changes");
      assertThat(changes.at("/slots/epochs_ended").asLong()).isGreaterThan(2000);
      assertThat(changes.at("/slots/changes")).isNotEmpty();
      assertThat(changes.get("state_root")).isEqualTo(after.get("state_root"));
    }
  }

  private static void put(Map<String, JsonNode> committees, JsonNode each) {
    assertThat(committees.put(each.get("slot").asText() + "/" + each.get("shard").asText(), each))
        .isNull();
  }

  private static boolean voted(IndexedExplorer explorer, JsonNode inclusion, int validator) {
    JsonNode attestations =
        explorer.data("/blocks/" + inclusion.get("root").asText() + "/attestations");
    for (JsonNode position : inclusion.get("positions")) {
      if (attestations
          .get(position.asInt())
          .at("/duty/voted")
          .toString()
          .contains("\"" + validator + "\"")) {
        return true;
      }
    }
    return false;
  }
}
