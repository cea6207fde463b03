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
import crosscheck.ssz.SszType;
import crosscheck.testing.Data;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Misbehaviour as the indexer found it in the reference chain offences-24. */
@Timeout(300)
class OffencesTest {

  private static Database database;
  private static Explorer explorer;

  @BeforeAll
  static void index() throws Exception {
    Path folder = Data.require("chains/offences-24");
    State genesis =
        Explorer.SPEC.decodeState(Bytes.wrap(Files.readAllBytes(folder.resolve("genesis.ssz"))));
    List<Delivery> deliveries = new ArrayList<>();
    Observation seen = new Observation("test", Optional.of("node-1"), Instant.EPOCH);
    for (JsonNode entry :
        new ObjectMapper().readTree(folder.resolve("index.json").toFile()).get("blocks")) {
      Bytes ssz = Bytes.wrap(Files.readAllBytes(folder.resolve(entry.get("file").asText())));
      deliveries.add(new Delivery(ssz, seen, Optional.empty()));
    }
    database = TestDatabase.create();
    explorer = Explorer.over(database.jdbi(), 2);
    try (Indexer indexer =
        new Indexer(Explorer.SPEC, genesis, database, List.of(), Clock.systemUTC())) {
      indexer.start();
      indexer.receiver().receiveAll(deliveries);
      while (!explorer.data("/health").at("/indexer/backlog").asText().equals("0")) {
        Thread.onSpinWait();
      }
    }
  }

  @AfterAll
  static void close() {
    if (explorer != null) {
      explorer.close();
      database.close();
    }
  }

  @Test
  void areListedOverPagesLatestFirst() {
    List<Long> ids = new ArrayList<>();
    int first = 0;
    String next = "/offences?limit=20";
    while (next != null) {
      JsonNode page = explorer.json(next);
      for (JsonNode offence : page.get("data")) {
        ids.add(offence.get("id").asLong());
        first += offence.get("extends_id").isNull() ? 1 : 0;
      }
      JsonNode cursor = page.at("/meta/next_cursor");
      next = cursor.isNull() ? null : "/offences?limit=20&cursor=" + cursor.asText();
    }
    assertThat(first).isEqualTo(53);
    assertThat(ids)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void areFilteredByKindAndValidator() {
    assertThat(explorer.data("/offences?limit=500&kind=double_proposal"))
        .hasSize(26)
        .allSatisfy(o -> assertThat(o.get("kind").asText()).isEqualTo("double_proposal"));
    assertThat(explorer.data("/offences?limit=500&kind=double_proposal&validator=12"))
        .singleElement()
        .satisfies(
            offence -> {
              assertThat(offence.at("/first/slot").asText()).isEqualTo("10");
              assertThat(offence.at("/first/verdict").asText()).isEqualTo("valid");
              assertThat(offence.at("/validators/0").asText()).isEqualTo("12");
              assertThat(offence.get("first").get("root"))
                  .isNotEqualTo(offence.get("second").get("root"));
            });
    assertThat(explorer.data("/offences?validator=4")).isEmpty();
    assertThat(explorer.data("/offences?kind=block_copies")).isEmpty();
  }

  @Test
  void comeWithTheOperationAsJsonAndAsSsz() throws Exception {
    for (String kind : List.of("double_proposal", "surround_vote")) {
      String id = explorer.data("/offences?limit=1&kind=" + kind).get(0).get("id").asText();
      JsonNode operation = explorer.data("/offences/" + id).get("operation");
      HttpResponse<byte[]> download = explorer.get(Routes.API + "/offences/" + id + "/ssz");
      assertThat(download.statusCode()).isEqualTo(200);
      assertThat(
              explorer
                  .get(Routes.API + "/offences/" + id, "Accept", "application/octet-stream")
                  .body())
          .isEqualTo(download.body());

      SszType<?> type =
          Explorer.SPEC
              .ssz()
              .type(
                  Explorer.SPEC
                      .containers()
                      .get(
                          kind.equals("double_proposal")
                              ? "ProposerSlashing"
                              : "AttesterSlashing"));
      Object decoded = type.fromPlain(new ObjectMapper().convertValue(operation, Object.class));
      assertThat(Explorer.SPEC.ssz().encode(decoded)).isEqualTo(Bytes.wrap(download.body()));
    }
  }

  @Test
  void nameTheBlocksThatCarryASlashing() {
    String id =
        explorer.data("/offences?kind=double_proposal&validator=12").get(0).get("id").asText();

    assertThat(explorer.data("/offences/" + id).get("slashed_in"))
        .singleElement()
        .satisfies(
            slashing -> {
              assertThat(slashing.get("operation").asText()).isEqualTo("proposer_slashing");
              assertThat(slashing.get("slot").asText()).isEqualTo("14");
            });
  }

  @Test
  void areRefusedClearlyWhenAskedForWrongly() {
    assertThat(problem("/offences/999999", 404)).contains("No offence 999999");
    assertThat(problem("/offences/first", 400)).contains("'offence_id' must be a decimal id");
    assertThat(problem("/offences?kind=theft", 400)).contains("one of double_proposal, ");
    assertThat(problem("/offences?validator=-1", 400)).contains("index of a validator");
    assertThat(problem("/offences?validator=2147483648", 400)).contains("index of a validator");
  }

  private static String problem(String path, int status) {
    HttpResponse<byte[]> answer = explorer.get(Routes.API + path);
    assertThat(answer.statusCode()).isEqualTo(status);
    return Explorer.body(answer).get("message").asText();
  }
}
