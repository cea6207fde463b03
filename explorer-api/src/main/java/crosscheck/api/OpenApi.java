package crosscheck.api;

import crosscheck.spec.Spec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The API as an OpenAPI 3.1 document, made from the table of addresses and from the records that
 * answers are made of.
 */
final class OpenApi {

  private static final String ABOUT =
      "What a test network of the consensus layer does, block by block, and what is wrong with it."
          + " Numbers of 64 bits are decimal strings, bytes are 0x-hex, times are ISO 8601 in UTC.";

  private final Schemas schemas;

  private OpenApi(Schemas schemas) {
    this.schemas = schemas;
  }

  /** The document, as JSON. */
  static byte[] of(List<Route> routes, Spec spec) {
    OpenApi openApi = new OpenApi(new Schemas(spec.containers()));
    return Json.text(openApi.document(routes)).getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, Object> document(List<Route> routes) {
    Set<String> tags = new LinkedHashSet<>();
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      tags.add(route.tag());
      paths
          .computeIfAbsent(route.template(), path -> new LinkedHashMap<>())
          .put(route.method().name().toLowerCase(Locale.ROOT), operation(route));
    }
    Map<String, Object> problem = schemas.of(Json.Problem.class);
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("responses", Map.of("Problem", response("What is wrong.", Form.JSON, problem)));
    components.put("schemas", schemas.named());
    components.put("securitySchemes", Map.of("token", Map.of("type", "http", "scheme", "bearer")));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", ordered("title", "Crosscheck", "version", "v1", "description", ABOUT));
    document.put("servers", List.of(Map.of("url", "/")));
    document.put("tags", tags.stream().map(tag -> Map.of("name", tag)).toList());
    document.put("paths", paths);
    document.put("components", components);
    return document;
  }

  private Map<String, Object> operation(Route route) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", id(route));
    operation.put("tags", List.of(route.tag()));
    operation.put("summary", route.summary());
    operation.put("parameters", route.takes().stream().map(OpenApi::parameter).toList());
    if (route.answer() instanceof Route.Changing changing) {
      operation.put("security", List.of(Map.of("token", List.of()), Map.of()));
      if (!changing.bodies().isEmpty()) {
        Map<String, Object> content = new LinkedHashMap<>();
        changing.bodies().forEach(type -> content.put(type, Map.of()));
        operation.put("requestBody", ordered("required", true, "content", content));
      }
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put(status(route), answer(route));
    responses.put("default", Map.of("$ref", "#/components/responses/Problem"));
    operation.put("responses", responses);
    return operation;
  }

  /** GET /api/v1/blocks/{block_id} → getApiV1BlocksBlockId. */
  private static String id(Route route) {
    StringBuilder id = new StringBuilder(route.method().name().toLowerCase(Locale.ROOT));
    for (String word : route.template().split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return id.toString();
  }

  private static Map<String, Object> parameter(Parameter<?> parameter) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", parameter.name());
    described.put("in", parameter.inPath() ? "path" : "query");
    described.put("required", parameter.required());
    described.put("description", parameter.meaning() + " Form: " + parameter.form() + ".");
    described.put("schema", parameter.schema());
    if ("array".equals(parameter.schema().get("type"))) {
      described.put("style", parameter.inPath() ? "simple" : "form");
      described.put("explode", false);
    }
    return described;
  }

  private static String status(Route route) {
    return route.answer() instanceof Route.Changing changing
        ? String.valueOf(changing.status())
        : "200";
  }

  private Map<String, Object> answer(Route route) {
    if (route.answer() instanceof Route.Reading reading) {
      Map<String, Object> content = new LinkedHashMap<>();
      for (Form form : reading.forms()) {
        content.put(form.mediaType(), schema(form == Form.JSON ? body(reading) : Map.of()));
      }
      return ordered("description", route.summary(), "content", content);
    }
    if (route.answer() instanceof Route.Download) {
      return response(route.summary(), Form.SSZ, Map.of());
    }
    if (route.answer() instanceof Route.Sending sending) {
      String type = sending.mediaType().split(";", 2)[0];
      return type.isEmpty()
          ? Map.of("description", route.summary())
          : ordered("description", route.summary(), "content", Map.of(type, Map.of()));
    }
    Route.Changing changing = (Route.Changing) route.answer();
    return changing
        .type()
        .map(type -> response(route.summary(), Form.JSON, changed(changing, type)))
        .orElse(Map.of("description", route.summary()));
  }

  private Map<String, Object> changed(Route.Changing changing, Type type) {
    Map<String, Object> data = changing.several() ? schemas.listOf(type) : schemas.of(type);
    return Schemas.object(ordered("data", data));
  }

  private Map<String, Object> body(Route.Reading reading) {
    Map<String, Object> data =
        reading.shape().list() ? schemas.listOf(reading.type()) : schemas.of(reading.type());
    Map<String, Object> members = new LinkedHashMap<>();
    switch (reading.shape()) {
      case ONE, LIST -> members.put("data", data);
      case PAGE, ONE_WITH_PAGE -> {
        members.put("data", data);
        members.put("meta", schemas.of(Json.Meta.class));
      }
      case BEACON_ONE, BEACON_LIST -> {
        members.put("execution_optimistic", Map.of("type", "boolean"));
        members.put("finalized", Map.of("type", "boolean"));
        members.put("data", data);
      }
    }
    return Schemas.object(members);
  }

  private static Map<String, Object> response(
      String description, Form form, Map<String, Object> schema) {
    return ordered("description", description, "content", Map.of(form.mediaType(), schema(schema)));
  }

  private static Map<String, Object> schema(Map<String, Object> schema) {
    return schema.isEmpty() ? Map.of() : Map.of("schema", schema);
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
