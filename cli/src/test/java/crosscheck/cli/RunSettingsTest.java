package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.indexer.delivery.WebhookSettings;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.testing.Data;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings file of {@code run}. */
class RunSettingsTest {

  @TempDir Path folder;

  @Test
  void readsTheExampleOfTheManual() throws IOException {
    Path genesis = Files.write(folder.resolve("genesis.ssz"), new byte[0]);
    Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef\n");
    String example =
        Files.readString(Data.repository().resolve("docs/crosscheck.example.yaml"))
            .replace("genesis: genesis.ssz", "genesis: " + genesis)
            .replace("# token_env: CROSSCHECK_TOKEN", "token_file: " + token);
    RunSettings settings =
        RunSettings.read(Files.writeString(folder.resolve("crosscheck.yaml"), example));
    assertThat(settings.spec()).contains("v0.8.3");
    assertThat(settings.config()).contains("minimal");
    assertThat(settings.genesis()).contains(genesis);
    assertThat(settings.databaseFolder()).contains(Path.of("crosscheck-data"));
    assertThat(settings.bind()).contains("127.0.0.1");
    assertThat(settings.port()).contains(8080);
    assertThat(settings.token()).contains("0123456789abcdef");
    assertThat(settings.sources().stream().map(SourceSettings::name))
        .containsExactly("dumps", "artemis-1", "lighthouse-1");
  }

  @Test
  void describesEverySettingOfTheExample() throws IOException {
    String manual = Files.readString(Data.repository().resolve("docs/settings.md"));
    try (Stream<String> lines =
        Files.lines(Data.repository().resolve("docs/crosscheck.example.yaml"))) {
      lines
          .map(line -> line.replaceFirst("^\\s*-?\\s*", ""))
          .filter(line -> line.matches("[a-z_]+: .*"))
          .map(line -> line.substring(0, line.indexOf(':')))
          .forEach(key -> assertThat(manual).containsPattern("[`.]" + key + "`"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sorces: []                          | :1: sorces: there is no such setting; there are",
        "network: [1]                        | :1: network: expected settings by name",
        "network: {spec: v9}                 | :1: network.spec: expected one of v0.8.2, v0.8.3",
        "network: {config: tiny}             | :1: network.config: \"tiny\" is neither a preset",
        "network: {genesis: none.ssz}        | :1: network.genesis: there is no file none.ssz",
        "database: {url: 'mysql://x'}        | :1: database.url: expected jdbc:postgresql://",
        "database: {url: 'jdbc:postgresql:x', folder: y} | :1: database.folder: is for the"
            + " embedded",
        "api: {port: 99999}                  | :1: api.port: expected a whole number from 0 to",
        "api: {token: short}                 | :1: api.token: a token has at least 16 characters",
        "api: {token_file: none}             | :1: api.token_file: there is no file none",
        "api: {token_env: NO_SUCH_VARIABLE}  | :1: api.token_env: there is no environment variable",
        "api: {token: 0123456789abcdef, token_env: X} | :1: api.token_env: the token is given"
            + " already",
        "api: {address: 'example.org:80'}    | :1: api.address: expected the address at which",
        "sources: {}                         | :1: sources: expected a list",
        "sources: [{kind: disk}]             | :1: sources[0].kind: expected one of",
        "sources: [{kind: directory, name: a}] | :1: sources[0]: the setting \"folder\" is missing",
        "sources: [{kind: directory, name: a, folder: b, quiet: fast}] | sources[0].quiet: expected"
            + " a duration",
      })
  void saysWhatIsWrongAndWhere(String text, String said) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.yaml"), text);
    assertThatThrownBy(() -> RunSettings.read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(file + ":")
        .hasMessageContaining(said);
  }

  @Test
  void letsWebhooksLinkToThePage() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("linked.yaml"),
            """
            api: {address: 'https://explorer.example.org'}
            webhooks:
              - {name: a, kind: generic, url: 'http://127.0.0.1:9/hook'}
            """);
    WebhookSettings webhooks = RunSettings.read(file).webhooks();
    assertThat(webhooks.page()).contains(URI.create("https://explorer.example.org"));
    assertThat(webhooks.hooks()).hasSize(1);
  }

  @Test
  void refusesTwoSourcesOfOneName() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("twice.yaml"),
            """
            sources:
              - {name: a, kind: directory, folder: b}
              - {name: a, kind: directory, folder: c}
            """);
    assertThatThrownBy(() -> RunSettings.read(file))
        .hasMessage(file + ":3: sources[1]: a source named \"a\" stands in line 2 already");
  }
}
