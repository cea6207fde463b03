package crosscheck.cli;

import crosscheck.api.ApiSettings;
import crosscheck.indexer.alert.AlertSettings;
import crosscheck.indexer.delivery.WebhookSettings;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import crosscheck.spec.Specs;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings file of {@code run}; {@code docs/settings.md} is its manual. What stands on the
 * command line, too, counts there.
 *
 * @param spec version of the spec
 * @param config preset, or path of a configuration file
 * @param genesis SSZ of the genesis state
 * @param databaseUrl of a Postgres; empty for the embedded one
 * @param databaseFolder where the embedded Postgres keeps its data
 * @param bind address to listen on
 * @param port TCP port
 * @param token what everybody must show who changes something
 * @param mostPerSecond how many blocks and other changes a client may send a second
 * @param corsOrigins whose pages may read; {@code *}: those of everybody
 * @param alerts what to be alerted of
 * @param webhooks who else is told of alerts
 */
record RunSettings(
    Optional<String> spec,
    Optional<String> config,
    Optional<Path> genesis,
    Optional<String> databaseUrl,
    Optional<Path> databaseFolder,
    Optional<String> bind,
    Optional<Integer> port,
    Optional<String> token,
    int mostPerSecond,
    List<String> corsOrigins,
    List<SourceSettings> sources,
    AlertSettings alerts,
    WebhookSettings webhooks) {

  private static final int SHORTEST_TOKEN = 16;
  private static final Pattern ORIGIN =
      Pattern.compile("\\*|https?://([a-z0-9.-]+|\\[[0-9a-f:]+])(:[0-9]{1,5})?");

  /** What counts without a file. */
  static RunSettings none() {
    return of(Value.parse("no settings", "{}").section());
  }

  /**
   * Reads a file.
   *
   * @throws UsageException naming the line, when it cannot be used
   */
  static RunSettings read(Path file) {
    try {
      return of(Value.parse(file.toString(), InputFile.text(file)).section());
    } catch (SettingsException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static RunSettings of(Section file) {
    file.only("network", "database", "api", "sources", "alerts", "webhooks");
    Optional<Section> network =
        file.optional("network").map(value -> value.section("spec", "config", "genesis"));
    Optional<Section> database =
        file.optional("database").map(value -> value.section("url", "folder"));
    Optional<Section> api =
        file.optional("api")
            .map(
                value ->
                    value.section(
                        "bind",
                        "port",
                        "token",
                        "token_file",
                        "token_env",
                        "most_per_second",
                        "address",
                        "cors"));
    database
        .filter(section -> section.optional("url").isPresent())
        .flatMap(section -> section.optional("folder"))
        .ifPresent(
            folder -> {
              throw folder.wrong("is for the embedded Postgres, and database.url names another");
            });
    return new RunSettings(
        in(network, "spec").map(v -> v.oneOf(Specs.versions().toArray(String[]::new))),
        in(network, "config").map(RunSettings::config),
        in(network, "genesis").map(RunSettings::file),
        in(database, "url").map(RunSettings::databaseUrl),
        in(database, "folder").map(RunSettings::path),
        in(api, "bind").map(Value::text),
        in(api, "port").map(v -> v.number(0, 65_535)),
        api.flatMap(RunSettings::token),
        in(api, "most_per_second")
            .map(v -> v.number(1, 1_000_000))
            .orElse(ApiSettings.USUAL_MOST_PER_SECOND),
        in(api, "cors").map(RunSettings::origins).orElse(List.of()),
        file.optional("sources").map(RunSettings::sources).orElse(List.of()),
        file.optional("alerts").map(AlertSettings::read).orElse(AlertSettings.DEFAULT),
        in(api, "address")
            .map(RunSettings::address)
            .map(webhooks(file)::withPage)
            .orElse(webhooks(file)));
  }

  private static WebhookSettings webhooks(Section file) {
    return file.optional("webhooks").map(WebhookSettings::read).orElse(WebhookSettings.NONE);
  }

  private static URI address(Value value) {
    try {
      URI address = new URI(value.text());
      if (List.of("http", "https").contains(address.getScheme()) && address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // What an address looks like is said below.
    }
    throw value.wrong("expected the address at which others reach the page, http://host:port");
  }

  private static Optional<Value> in(Optional<Section> section, String key) {
    return section.flatMap(found -> found.optional(key));
  }

  private static String config(Value value) {
    String text = value.text();
    if (!text.equals("minimal") && !text.equals("mainnet") && !Files.isRegularFile(path(value))) {
      throw value.wrong(
          "\"" + text + "\" is neither a preset (minimal, mainnet) nor a file that is there");
    }
    return text;
  }

  private static Path file(Value value) {
    Path path = path(value);
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw value.wrong("there is no file " + path + " that can be read");
    }
    return path;
  }

  private static Path path(Value value) {
    try {
      return Path.of(value.text());
    } catch (InvalidPathException e) {
      throw value.wrong("this cannot be a path: " + e.getMessage());
    }
  }

  private static String databaseUrl(Value value) {
    String url = value.text();
    if (!url.startsWith("jdbc:postgresql:")) {
      throw value.wrong("expected jdbc:postgresql://host:port/database?user=...&password=...");
    }
    return url;
  }

  /** One of the three ways to give it. */
  private static Optional<String> token(Section api) {
    List<String> given = api.keys().stream().filter(key -> key.startsWith("token")).toList();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Value value = api.required(given.get(0));
    if (given.size() > 1) {
      throw api.required(given.get(1)).wrong("the token is given already, by " + given.get(0));
    }
    String token =
        switch (given.get(0)) {
          case "token" -> value.text();
          case "token_file" -> InputFile.text(file(value)).strip();
          default -> ofEnvironment(value);
        };
    if (token.length() < SHORTEST_TOKEN || !token.matches("[\\x21-\\x7e]+")) {
      throw value.wrong(
          "a token has at least %d characters, ASCII without blanks; try: openssl rand -hex 32"
              .formatted(SHORTEST_TOKEN));
    }
    return Optional.of(token);
  }

  private static String ofEnvironment(Value value) {
    String token = System.getenv(value.text());
    if (token == null) {
      throw value.wrong("there is no environment variable " + value.text());
    }
    return token.strip();
  }

  private static List<String> origins(Value value) {
    List<String> origins = new ArrayList<>();
    for (Value origin : value.list()) {
      if (!ORIGIN.matcher(origin.text()).matches()) {
        throw origin.wrong(
            "expected an origin as browsers write it (https://example.org, with the port when it"
                + " is another than the usual, without a path), or \"*\" for all");
      }
      origins.add(origin.text());
    }
    return origins;
  }

  private static List<SourceSettings> sources(Value value) {
    List<SourceSettings> sources = new ArrayList<>();
    Map<String, Value> places = new HashMap<>();
    for (Value entry : value.list()) {
      SourceSettings source = SourceSettings.read(entry);
      Value before = places.putIfAbsent(source.name(), entry);
      if (before != null) {
        throw entry.wrong(
            "a source named \""
                + source.name()
                + "\" stands in line "
                + before.line()
                + " already");
      }
      sources.add(source);
    }
    return sources;
  }

  /**
   * Tries whether every source could start now.
   *
   * @throws UsageException naming the line of one that could not
   */
  void checkSources() {
    try {
      sources.forEach(SourceSettings::check);
    } catch (SettingsException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
