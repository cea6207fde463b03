package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.javalin.http.HandlerType;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The OpenAPI document is about this API, and answers are what it says they are. */
@Timeout(300)
class OpenApiTest {

  private static IndexedExplorer judged;
  private static JsonNode document;

  @BeforeAll
  static void judge() {
    judged = IndexedExplorer.of("offences-24");
    judged.report("node-1", judged.entries("valid").get(40));
    judged
        .database()
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    insert into alerts (rule, cause, severity, title, details, opened_at,
                      last_seen_at, occurrence_count)
                    values ('node_silent', 'node:n2', 'warning', 'n2 is silent', '{}', now(),
                      now(), 1)
                    """));
    document = Explorer.body(judged.explorer().get("/api/v1/openapi.json"));
  }

  @AfterAll
  static void close() {
    if (judged != null) {
      judged.close();
    }
  }

  @Test
  void hasEveryAddressWithItsParameters() {
    Set<String> documented = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(method -> documented.add(method.getKey() + " " + path.getKey())));
    Set<String> registered = new TreeSet<>();
    Set<String> ids = new TreeSet<>();
    for (Route route : judged.explorer().server().addresses()) {
      String method = route.method().name().toLowerCase(java.util.Locale.ROOT);
      registered.add(method + " " + route.template());
      JsonNode operation = document.get("paths").get(route.template()).get(method);
      assertThat(operation.get("parameters"))
          .as(route.path())
          .extracting(parameter -> parameter.get("name").asText())
          .containsExactlyElementsOf(route.takes().stream().map(Parameter::name).toList());
      assertThat(ids.add(operation.get("operationId").asText())).as(route.path()).isTrue();
      for (String part : route.template().split("/")) {
        if (part.startsWith("{")) {
          assertThat(route.takes())
              .as(route.path())
              .filteredOn(Parameter::inPath)
              .extracting(Parameter::name)
              .contains(part.substring(1, part.length() - 1));
        }
      }
    }
    assertThat(documented).isEqualTo(registered);
    assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
  }

  @Test
  void describesWhatEachAddressAnswers() {
    List<String> asked = new ArrayList<>();
    for (Route route : judged.explorer().server().addresses()) {
      if (route.method() != HandlerType.GET || !(route.answer() instanceof Route.Reading)) {
        continue;
      }
      int found = 0;
      for (String path : filled(route.template() + needed(route))) {
        HttpResponse<byte[]> answer = judged.explorer().get(path);
        String what = path + ": " + Explorer.text(answer);
        assertThat(answer.statusCode()).as(what).isIn(200, 404);
        JsonSchema schema = answer.statusCode() == 200 ? schema(route, "200") : problem();
        assertThat(schema.validate(Explorer.body(answer))).as(what).isEmpty();
        found += answer.statusCode() == 200 ? 1 : 0;
      }
      // There is no exercise here; what they answer is held by their own tests.
      assertThat(found)
          .as(route.path())
          .isGreaterThan(route.path().contains("exercise_id") ? -1 : 0);
      asked.add(route.path());
    }
    assertThat(asked).hasSizeGreaterThan(40);
    // What is checked holds something: the chain has all of these.
    for (String list : List.of("/blocks", "/forks", "/offences", "/nodes", "/alerts", "/epochs")) {
      assertThat(judged.data(list)).as(list).isNotEmpty();
    }
  }

  @Test
  void noticesAnAnswerThatHasMoreOrLessThanItSays() {
    Route chain =
        judged.explorer().server().addresses().stream()
            .filter(route -> route.path().equals("/api/v1/chain"))
            .findFirst()
            .orElseThrow();
    ObjectNode answer = (ObjectNode) judged.explorer().json("/chain");
    ((ObjectNode) answer.get("data")).put("more", 1);
    assertThat(schema(chain, "200").validate(answer)).isNotEmpty();
    ((ObjectNode) answer.get("data")).remove(List.of("more", "head"));
    assertThat(schema(chain, "200").validate(answer)).isNotEmpty();
  }

  @Test
  void refusesParametersThatAreNotDocumented() {
    for (Route route : judged.explorer().server().addresses()) {
      if (route.method() != HandlerType.GET) {
        continue;
      }
      String path = filled(route.template()).get(0) + "?undocumented=1";
      HttpResponse<byte[]> answer = judged.explorer().get(path, "Accept", "text/event-stream, */*");
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(Explorer.body(answer).get("message").asText()).contains("'undocumented'");
      assertThat(problem().validate(Explorer.body(answer))).isEmpty();
    }
  }

  /** The address with its parts filled in; several where they may be of several kinds. */
  private static List<String> filled(String template) {
    String root = judged.data("/chain").at("/finalized/root").asText();
    Map<String, List<String>> values =
        Map.ofEntries(
            Map.entry(
                "block_id", List.of(root, "head", "genesis", "finalized", invalid(template, root))),
            Map.entry("state_id", List.of("head", "genesis", "finalized", "12")),
            Map.entry("validator_id", List.of("3")),
            Map.entry("fork_id", List.of("0", "1")),
            Map.entry("name", List.of("node-1")),
            Map.entry("epoch", List.of("2")),
            Map.entry("index", List.of("1")),
            Map.entry("exercise_id", List.of("1")),
            Map.entry("check_id", List.of("RANDAO_REVEAL")),
            Map.entry("offence_id", List.of(judged.data("/offences?limit=1").at("/0/id").asText())),
            Map.entry("alert_id", List.of(judged.data("/alerts?limit=1").at("/0/id").asText())));
    for (Map.Entry<String, List<String>> value : values.entrySet()) {
      String part = "{" + value.getKey() + "}";
      if (template.contains(part)) {
        return value.getValue().stream()
            .flatMap(each -> filled(template.replace(part, each)).stream())
            .toList();
      }
    }
    return List.of(template);
  }

  /** What the query of an address must say. */
  private static String needed(Route route) {
    return route.path().equals("/api/v1/search") ? "?q=12" : "";
  }

  /** An invalid block, where one is shown. */
  private static String invalid(String template, String otherwise) {
    return template.startsWith("/api/v1/blocks/{block_id}")
        ? judged.data("/blocks?limit=1").at("/0/hash").asText()
        : otherwise;
  }

  private static JsonSchema schema(Route route, String status) {
    return schema(
        "/paths/"
            + route.template().replace("~", "~0").replace("/", "~1")
            + "/get/responses/"
            + status
            + "/content/application~1json/schema");
  }

  private static JsonSchema problem() {
    return schema("/components/schemas/Problem");
  }

  /** A schema of the document, whose references are within the document. */
  private static JsonSchema schema(String pointer) {
    ObjectNode whole = document.deepCopy();
    assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
    whole.put("$ref", "#" + pointer.replace("{", "%7B").replace("}", "%7D"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
  }
}
