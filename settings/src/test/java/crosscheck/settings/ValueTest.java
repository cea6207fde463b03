package crosscheck.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings are read whole, and what is wrong with them is said with its line. */
final class ValueTest {

  private static final String FILE =
      """
      # an exercise
      api:
        port: 8080
        open: false
      sources:
        - kind: poll
          url: http://127.0.0.1:5052
          every: 500ms
        - kind: directory
          folder: "C:\\\\blocks"
      threshold: 0.75
      nothing:
      """;

  private final Section file = Value.parse("crosscheck.yaml", FILE).section();

  @Test
  void readsTypedValues() {
    Section api = file.required("api").section("port", "open");
    assertThat(api.required("port").number(0, 65_535)).isEqualTo(8080);
    assertThat(api.required("open").flag()).isFalse();
    assertThat(file.required("threshold").fraction(0, 1)).isEqualTo(0.75);
    List<Value> sources = file.required("sources").list();
    Section poll = sources.get(0).section("kind", "url", "every");
    assertThat(poll.required("kind").oneOf("poll", "directory")).isEqualTo("poll");
    assertThat(poll.required("url").url()).isEqualTo(URI.create("http://127.0.0.1:5052"));
    assertThat(poll.required("every").duration()).isEqualTo(Duration.ofMillis(500));
    assertThat(sources.get(1).section().required("folder").text()).isEqualTo("C:\\blocks");
    assertThat(file.optional("absent")).isEmpty();
    assertThat(file.keys()).containsExactly("api", "sources", "threshold", "nothing");
  }

  @Test
  void readsJsonAndWritesItAgain() {
    String json =
        "{\"name\":\"a \\\"b\\\"\",\"every\":\"2s\",\"count\":12,\"on\":true,\"of\":[\"12\",null,{}]}";
    assertThat(Value.parse("body", json).json()).isEqualTo(json);
    assertThat(Value.parse("body", FILE).json())
        .isEqualTo(
            "{\"api\":{\"port\":8080,\"open\":false},\"sources\":[{\"kind\":\"poll\","
                + "\"url\":\"http://127.0.0.1:5052\",\"every\":\"500ms\"},"
                + "{\"kind\":\"directory\",\"folder\":\"C:\\\\blocks\"}],"
                + "\"threshold\":0.75,\"nothing\":null}");
  }

  @ParameterizedTest
  @CsvSource({"1ms, 1", "2s, 2000", "5m, 300000", "1h, 3600000", "1d, 86400000"})
  void readsDurationsOfEveryUnit(String text, long millis) {
    assertThat(Value.parse("f", text).duration()).isEqualTo(Duration.ofMillis(millis));
  }

  static Stream<Arguments> wrongUses() {
    return Stream.of(
        wrong(f -> f.required("api").list(), ":2: api: expected a list, got settings by name"),
        wrong(f -> f.required("sources").text(), ":5: sources: expected a text, got a list"),
        wrong(f -> f.required("nothing").text(), ":12: nothing: expected a text, got nothing"),
        wrong(
            f -> f.required("threshold").section(),
            ":11: threshold: expected settings by name, as in \"name: value\", got \"0.75\""),
        wrong(
            f -> f.required("threshold").number(0, 9),
            ":11: threshold: expected a whole number from 0 to 9, got \"0.75\""),
        wrong(
            f -> f.required("threshold").fraction(1, 2),
            ":11: threshold: expected a number from 1.0 to 2.0, got \"0.75\""),
        wrong(
            f -> source(f).required("kind").duration(),
            ":6: sources[0].kind: expected a duration such as 500ms, 2s or 5m, got \"poll\""),
        wrong(
            f -> source(f).required("every").duration(Duration.ofSeconds(1), Duration.ofHours(2)),
            ":8: sources[0].every: expected a duration from 1s to 2h, got \"500ms\""),
        wrong(
            f -> source(f).required("kind").oneOf("directory", "push"),
            ":6: sources[0].kind: expected one of directory, push, got \"poll\""),
        wrong(
            f -> source(f).required("kind").flag(), ":6: sources[0].kind: expected true or false"),
        wrong(
            f -> source(f).required("kind").url(),
            ":6: sources[0].kind: expected an address such as http://host:port, got \"poll\""),
        wrong(
            f -> source(f).required("kind").text(Pattern.compile("[0-9]+"), "digits"),
            ":6: sources[0].kind: expected digits, got \"poll\""),
        wrong(f -> source(f).required("node"), ":6: sources[0]: the setting \"node\" is missing"),
        wrong(
            f -> source(f).only("kind", "url"),
            ":8: sources[0].every: there is no such setting; there are kind, url"));
  }

  private static Section source(Section file) {
    return file.required("sources").list().get(0).section();
  }

  private static Arguments wrong(Function<Section, ?> use, String said) {
    return Arguments.of(use, said);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("wrongUses")
  void namesLineAndPlaceOfWhatIsWrong(Function<Section, ?> use, String said) {
    assertThatThrownBy(() -> use.apply(file))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("crosscheck.yaml" + said);
  }

  @Test
  void refusesAKeyThatStandsThereTwice() {
    assertThatThrownBy(() -> Value.parse("f.yaml", "a: 1\nb: 2\na: 3\n").section())
        .hasMessage("f.yaml:3: a: stands there twice; first in line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: [1, 2", "a: b: c", "\tb", "{\"a\": }}", "a: 'b", "--- a\n--- b", "a: *b"})
  void refusesWhatIsNoYamlAndNamesTheLine(String text) {
    assertThatThrownBy(() -> Value.parse("f.yaml", text))
        .isInstanceOf(SettingsException.class)
        .hasMessageMatching("f\\.yaml:[0-9]+: this is not YAML: [^\n]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "a: &x [1]\nb: *x", "a: \u0000"})
  void refusesWhatCannotBeSettings(String text) {
    assertThatThrownBy(() -> Value.parse("f.yaml", text))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("f.yaml: ");
  }

  @Test
  void refusesNestingWithoutEnd() {
    assertThatThrownBy(() -> Value.parse("f.yaml", "[".repeat(10_000)))
        .isInstanceOf(SettingsException.class);
  }
}
