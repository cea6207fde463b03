package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.spec.State;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked wrongly is answered with 4xx, a reason, and nothing of our insides. */
class BadRequestsTest {

  private static Explorer explorer;

  @BeforeAll
  static void load() {
    explorer = withGenesis();
  }

  /** A server whose network has begun, and no more. */
  static Explorer withGenesis() {
    Explorer begun = Explorer.empty();
    State genesis = Explorer.SPEC.mockedGenesis(16, 1_567_777_777L);
    begun
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    insert into networks values (1, 'minimal', ?::jsonb, 'v0.8.3', 1567777777, 0,
                      ?, ?, ?, now())
                    """,
                    Json.text(Explorer.SPEC.config().values()),
                    Explorer.SPEC.root(Explorer.SPEC.genesisBlock(genesis)).toArray(),
                    Explorer.SPEC.hash(genesis).toArray(),
                    Explorer.SPEC.ssz().encode(genesis).toArray()));
    return begun;
  }

  @AfterAll
  static void close() {
    explorer.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/blocks?limit=0                    | limit",
        "/blocks?limit=501                  | limit",
        "/blocks?limit=-1                   | limit",
        "/blocks?limit=ten                  | limit",
        "/blocks?limit=                     | limit",
        "/blocks?limit=99999999999999999999 | limit",
        "/blocks?limit=5&limit=6            | limit",
        "/blocks?cursor=x                   | cursor",
        "/blocks?cursor=9223372036854775808 | cursor",
        "/blocks?verdict=good               | verdict",
        "/blocks?verdict=valid,             | verdict",
        "/blocks?verdict=Valid              | verdict",
        "/blocks?from_slot=1.5              | from_slot",
        "/blocks?to_slot=18446744073709551616 | to_slot",
        "/blocks?check=no%20such            | check",
        "/blocks?verdit=valid               | verdit",
        "/blocks/0x12                       | block_id",
        "/blocks/latest                     | block_id",
        "/blocks/HEAD                       | block_id",
        "/blocks/-1                         | block_id",
        "/blocks/18446744073709551616       | block_id",
        "/blocks/0x12/ssz                   | block_id",
        "/blocks/1?limit=1                  | limit",
        "/blocks?fork=x                     | fork",
        "/blocks?canonical=maybe            | canonical",
        "/blocks?node=                      | node",
        "/forks?cursor=x                    | cursor",
        "/forks/x                           | fork_id",
        "/nodes?limit=0                     | limit",
        "/reorgs?node=                      | node",
        "/network?x=1                       | x",
        "/chain?x=1                         | x",
        "/verdicts?x=1                      | x",
        "/checks?x=1                        | x",
        "/health?x=1                        | x",
        "/events?limit=1001                 | limit",
        "/events?cursor=a                   | cursor",
      })
  void namesTheParameterThatIsWrong(String path, String parameter) {
    HttpResponse<byte[]> answer = explorer.get(Routes.API + path);
    assertThat(answer.statusCode()).as(Explorer.text(answer)).isEqualTo(400);
    JsonNode problem = Explorer.body(answer);
    assertThat(problem.get("code").asInt()).isEqualTo(400);
    assertThat(problem.get("message").asText()).contains("'" + parameter + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/blocks/7",
        "/api/v1/blocks/0x7777777777777777777777777777777777777777777777777777777777777777",
        "/api/v1/blocks/0x7777777777777777777777777777777777777777777777777777777777777777/ssz",
        "/api/v1/nothing",
        "/api/v2/blocks",
        "/api/v1/blocks/head/ssz/more",
      })
  void saysWhatIsNotThere(String path) {
    HttpResponse<byte[]> answer = explorer.get(path);
    assertThat(answer.statusCode()).as(Explorer.text(answer)).isEqualTo(404);
    assertThat(Explorer.body(answer).get("code").asInt()).isEqualTo(404);
    assertThat(Explorer.body(answer).get("message").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/blocks/%00", "/api/v1/blocks/%2f", "/api/v1/blocks/%2e%2e/ssz"})
  void refusesWhatIsNoAddress(String path) {
    HttpResponse<byte[]> answer = explorer.get(path);
    assertThat(answer.statusCode()).as(Explorer.text(answer)).isBetween(400, 404);
    assertThat(Explorer.body(answer).get("message").asText()).isNotBlank();
  }

  @Test
  void sendsAPersonToThePageThatSaysSoWhenThereIsNoSuchView() {
    HttpResponse<byte[]> answer = explorer.get("/nothing", "Accept", "text/html,*/*;q=0.8");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Explorer.text(answer)).contains("<title>Crosscheck</title>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void isReadOnly(String method) {
    for (String path : List.of("/api/v1/blocks", "/api/v1/network", "/api/v1/blocks/head")) {
      HttpResponse<byte[]> answer = explorer.send(method, path);
      assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
      assertThat(Explorer.body(answer).get("code").asInt()).isEqualTo(405);
    }
  }
}
