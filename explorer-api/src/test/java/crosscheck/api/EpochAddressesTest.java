package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Indexer;
import crosscheck.indexer.Observation;
import crosscheck.spec.State;
import crosscheck.testing.Data;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Epochs, slots and validators over HTTP, as the indexes of recorded chains have them. */
@Timeout(300)
class EpochAddressesTest {

  @Test
  void listsTheEpochsOfTheHeadsChainLatestFirst() throws Exception {
    try (Indexed chain = new Indexed("finality-16")) {
      List<JsonNode> epochs = chain.all("/epochs", 5);
      assertThat(epochs.stream().map(e -> e.get("epoch").asLong()).toList())
          .containsExactly(11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L, 0L);
      assertThat(epochs.get(0).get("complete").asBoolean()).isFalse();
      Set<Long> missed = new TreeSet<>();
      for (JsonNode epoch : epochs) {
        long number = epoch.get("epoch").asLong();
        assertThat(epoch.at("/participation/state").asText())
            .as("epoch %d", number)
            .isEqualTo(number < 10 ? "final" : "so_far");
        epoch.get("missed").forEach(slot -> missed.add(slot.get("slot").asLong()));
        if (number < 11) {
          JsonNode tip = chain.entry(epoch.at("/tip/root").asText());
          assertThat(epoch.at("/tip/slot").asText()).isEqualTo(tip.get("slot").asText());
          assertThat(epoch.at("/registry/balance_gwei").asText())
              .isEqualTo(tip.at("/post/total_balance").asText());
        }
        if (number > 0 && number < 10) {
          // Everybody attests in every slot; with a skipped one the last may come too late.
          assertThat(Double.parseDouble(epoch.at("/participation/target").asText()))
              .as("epoch %d", number)
              .isGreaterThan(0.8);
        }
      }
      Set<Long> skipped = new TreeSet<>();
      chain.index.get("skipped_slots").forEach(slot -> skipped.add(slot.asLong()));
      assertThat(missed).isEqualTo(skipped);
      assertThat(epochs.get(1).at("/outcome/finalized_epoch").asText()).isEqualTo("9");
      assertThat(epochs.get(1).at("/outcome/justification_bits").asText()).startsWith("1");
    }
  }

  @Test
  void listsTheSlotsOfTheHeadsChainWithThoseWhoMissed() throws Exception {
    try (Indexed chain = new Indexed("finality-16")) {
      Set<Long> skipped = new HashSet<>();
      chain.index.get("skipped_slots").forEach(slot -> skipped.add(slot.asLong()));
      List<JsonNode> slots = chain.all("/slots", 30);
      // The clock is long past: the rest of the head's epoch is shown as open.
      assertThat(slots).hasSize(96);
      for (JsonNode slot : slots) {
        long number = slot.get("slot").asLong();
        String expected = number > 90 ? "open" : skipped.contains(number) ? "missed" : "block";
        assertThat(slot.get("status").asText()).as("slot %d", number).isEqualTo(expected);
        if (number > 0) {
          assertThat(slot.get("proposer_index").isNull()).as("slot %d", number).isFalse();
        }
        if (expected.equals("block") && number > 0) {
          assertThat(slot.get("proposer_index").asText())
              .isEqualTo(chain.entry(slot.get("root").asText()).get("proposer_index").asText());
        }
      }
    }
  }

  @Test
  void tellsOfEachValidatorItsBalanceDutiesAndProposals() throws Exception {
    try (Indexed chain = new Indexed("finality-16")) {
      List<JsonNode> validators = chain.all("/validators", 7);
      assertThat(validators).hasSize(16);
      BigInteger sum = BigInteger.ZERO;
      for (int i = 0; i < 16; i++) {
        assertThat(validators.get(i).get("index").asInt()).isEqualTo(i);
        assertThat(validators.get(i).get("status").asText()).isEqualTo("active_ongoing");
        sum = sum.add(new BigInteger(validators.get(i).get("balance_gwei").asText()));
      }
      JsonNode newest = chain.explorer.data("/epochs?limit=2").get(1);
      assertThat(sum.toString()).isEqualTo(newest.at("/registry/balance_gwei").asText());
      Set<Long> proposed = new TreeSet<>();
      for (int i = 0; i < 16; i++) {
        JsonNode detail = chain.explorer.data("/validators/" + i + "?limit=256");
        assertThat(detail.get("validator")).isEqualTo(validators.get(i));
        assertThat(detail.get("duties")).hasSize(10);
        for (JsonNode duty : detail.get("duties")) {
          long epoch = duty.get("epoch").asLong();
          assertThat(duty.get("slot").asLong() / 8).isEqualTo(epoch);
          assertThat(duty.get("source").asBoolean())
              .isEqualTo(duty.get("inclusion_distance").isInt());
        }
        for (JsonNode proposal : detail.get("proposals")) {
          if (proposal.get("status").asText().equals("block")) {
            JsonNode entry = chain.entry(proposal.get("root").asText());
            assertThat(entry.get("proposer_index").asInt()).isEqualTo(i);
          }
          assertThat(proposed.add(proposal.get("slot").asLong())).isTrue();
        }
      }
      // Rows begin with the one that tells of epoch 0; slots 91 to 95 are to come.
      assertThat(proposed).hasSize(96 - 8);
    }
  }

  @Test
  void showsAnEpochOnEveryForkAndWhoWasSlashed() throws Exception {
    try (Indexed chain = new Indexed("forks-16")) {
      int most = 0;
      for (int epoch = 0; epoch < 12; epoch++) {
        JsonNode all = chain.explorer.data("/epochs/" + epoch);
        Set<String> tips = new HashSet<>();
        all.forEach(each -> tips.add(each.at("/tip/root").asText()));
        assertThat(tips).hasSize(all.size());
        most = Math.max(most, all.size());
      }
      assertThat(most).isGreaterThan(1);
      long forks =
          chain
              .database
              .jdbi()
              .withHandle(h -> h.createQuery("select count(*) from forks").mapTo(Long.class).one());
      for (int fork = 0; fork < forks; fork++) {
        List<JsonNode> epochs = chain.all("/epochs?fork=" + fork, 50);
        for (int i = 0; i < epochs.size(); i++) {
          assertThat(epochs.get(i).get("epoch").asInt()).isEqualTo(epochs.size() - 1 - i);
        }
      }
      JsonNode proposer = chain.explorer.data("/validators/15");
      assertThat(proposer.at("/validator/slashed").asBoolean()).isTrue();
      assertThat(proposer.at("/slashings/0/kind").asText()).isEqualTo("proposer_slashing");
      assertThat(proposer.at("/slashings/0/slot").asText()).isEqualTo("13");
      JsonNode attester = chain.explorer.data("/validators/12");
      assertThat(attester.at("/slashings/0/kind").asText()).isEqualTo("attester_slashing");
      assertThat(attester.at("/slashings/0/slot").asText()).isEqualTo("15");
      refuses(chain.explorer, 400, "/epochs?tip=0x12");
      refuses(chain.explorer, 400, "/epochs?fork=0&tip=0x" + "77".repeat(32));
      refuses(chain.explorer, 404, "/epochs?tip=0x" + "77".repeat(32));
      refuses(chain.explorer, 404, "/slots?fork=9999");
      refuses(chain.explorer, 404, "/epochs/9999");
      refuses(chain.explorer, 400, "/epochs/x");
      refuses(chain.explorer, 404, "/validators/16777216");
      refuses(chain.explorer, 400, "/validators/-1");
    }
  }

  @Test
  void hasNothingToTellBeforeTheFirstBlock() throws Exception {
    try (Indexed chain = new Indexed("finality-16", 0)) {
      assertThat(chain.explorer.data("/epochs")).isEmpty();
      assertThat(chain.explorer.data("/validators")).isEmpty();
      assertThat(chain.explorer.data("/slots")).hasSize(8);
      refuses(chain.explorer, 404, "/validators/0");
    }
  }

  private static void refuses(Explorer explorer, int status, String path) {
    assertThat(explorer.get(Routes.API + path).statusCode()).as(path).isEqualTo(status);
  }

  /** A recorded chain in a database, with an explorer over it. */
  private static final class Indexed implements AutoCloseable {
    final JsonNode index;
    final Database database = TestDatabase.create();
    final Explorer explorer;
    private final Indexer indexer;

    Indexed(String name) throws Exception {
      this(name, Integer.MAX_VALUE);
    }

    Indexed(String name, int blocks) throws Exception {
      Path folder = Data.require("chains/" + name);
      index = new ObjectMapper().readTree(folder.resolve("index.json").toFile());
      State genesis =
          Explorer.SPEC.decodeState(Bytes.wrap(Files.readAllBytes(folder.resolve("genesis.ssz"))));
      indexer = new Indexer(Explorer.SPEC, genesis, database, List.of(), Clock.systemUTC());
      explorer = Explorer.over(database.jdbi(), 2);
      indexer.start();
      indexer.receiver().receiveAll(deliveries(folder, blocks));
      while (explorer.get(Routes.API + "/chain").statusCode() != 200
          || !explorer.data("/health").at("/indexer/backlog").asText().equals("0")) {
        Thread.onSpinWait();
      }
    }

    private List<Delivery> deliveries(Path folder, int most) throws IOException {
      List<Delivery> deliveries = new ArrayList<>();
      Observation seen = new Observation("test", Optional.empty(), Instant.EPOCH);
      for (JsonNode entry : index.get("blocks")) {
        if (deliveries.size() < most) {
          Bytes ssz = Bytes.wrap(Files.readAllBytes(folder.resolve(entry.get("file").asText())));
          deliveries.add(new Delivery(ssz, seen, Optional.empty()));
        }
      }
      return deliveries;
    }

    JsonNode entry(String root) {
      for (JsonNode entry : index.get("blocks")) {
        if (entry.get("root").asText().equals(root)) {
          return entry;
        }
      }
      throw new AssertionError("no block " + root);
    }

    /** Over all pages. */
    List<JsonNode> all(String path, int limit) {
      List<JsonNode> all = new ArrayList<>();
      String first = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
      String next = first;
      while (next != null) {
        JsonNode page = explorer.json(next);
        page.get("data").forEach(all::add);
        JsonNode cursor = page.at("/meta/next_cursor");
        next = cursor.isNull() ? null : first + "&cursor=" + cursor.asText();
      }
      return all;
    }

    @Override
    public void close() {
      indexer.close();
      explorer.close();
      database.close();
    }
  }
}
