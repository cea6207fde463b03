package crosscheck.settings;

import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * One value of a settings file: a text, a list or a section, and where it stands. Reading it as
 * something it is not throws a {@link SettingsException} that says what was expected.
 *
 * <pre>{@code
 * Section source = value.section("kind", "node", "every");
 * String kind = source.required("kind").oneOf("directory", "poll");
 * Duration every = source.optional("every").map(v -> v.duration()).orElse(Duration.ofSeconds(1));
 * }</pre>
 */
public final class Value {

  private static final int MOST_CHARACTERS = 1 << 20;
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?");
  private static final int MOST_SHOWN = 60;
  private static final int NO_LINE = 0;

  private final String file;
  private final String path;
  private final int line;
  private final Node node;

  private Value(String file, String path, int line, Node node) {
    this.file = file;
    this.path = path;
    this.line = line;
    this.node = node;
  }

  /**
   * Reads YAML or JSON: one document, without aliases to lists and sections.
   *
   * @param file name for messages, e.g. {@code crosscheck.yaml}
   * @throws SettingsException naming the line, when it is no YAML, or empty
   */
  public static Value parse(String file, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setCodePointLimit(MOST_CHARACTERS);
    Node root;
    try {
      root = compose(text, options);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new SettingsException(
          "%s:%d: this is not YAML: %s".formatted(file, line, e.getProblem()), e);
    } catch (YAMLException e) {
      throw new SettingsException("%s: this cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    if (root == null) {
      throw new SettingsException(file + ": there is nothing in it");
    }
    return new Value(file, "", root.getStartMark().getLine() + 1, root);
  }

  /**
   * A section of texts that did not come from a file, e.g. from the command line.
   *
   * @param place stands in messages instead of file and line
   */
  public static Value ofTexts(String place, Map<String, String> texts) {
    StringJoiner json = new StringJoiner(",", "{", "}");
    new TreeMap<>(texts).forEach((key, text) -> json.add(quoted(key) + ":" + quoted(text)));
    return new Value(place, "", NO_LINE, parse(place, json.toString()).node);
  }

  private static Node compose(String text, LoaderOptions options) {
    DumperOptions unused = new DumperOptions();
    return new Yaml(
            new SafeConstructor(options), new Representer(unused), unused, options, new Resolver())
        .compose(new StringReader(text));
  }

  /** The line it stands in, from 1; 0 when it comes from no file. */
  public int line() {
    return line;
  }

  /** Where it stands, e.g. {@code crosscheck.yaml:14: sources[2].every}. */
  public String place() {
    String where = line == NO_LINE ? file : file + ":" + line;
    return path.isEmpty() ? where : where + ": " + path;
  }

  /** What to throw when the value cannot be used: names the place, then what is wrong. */
  public SettingsException wrong(String what) {
    return new SettingsException(place() + ": " + what);
  }

  /** Keys and values, and only these keys. */
  public Section section(String... keys) {
    return section().only(keys);
  }

  /** Keys and values, whatever keys: for when {@link Section#only} has to wait for one of them. */
  public Section section() {
    if (node instanceof MappingNode mapping) {
      return new Section(this, mapping);
    }
    throw expected("settings by name, as in \"name: value\"");
  }

  /** Whether keys and values stand here, for settings that may also be written in one word. */
  public boolean entriesByName() {
    return node instanceof MappingNode;
  }

  /** Whether it is a list: for values that may be a word or a list. */
  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** The entries of a list. */
  public List<Value> list() {
    if (!(node instanceof SequenceNode sequence)) {
      throw expected("a list");
    }
    List<Value> entries = new ArrayList<>();
    for (Node entry : sequence.getValue()) {
      String below = path + "[" + entries.size() + "]";
      entries.add(new Value(file, below, entry.getStartMark().getLine() + 1, entry));
    }
    return entries;
  }

  /** A text that is not blank. A number is a text, too. */
  public String text() {
    return word("a text");
  }

  /** A text of a certain form. */
  public String text(Pattern form, String expected) {
    String text = word(expected);
    if (!form.matcher(text).matches()) {
      throw expected(expected);
    }
    return text;
  }

  /** One of some words. */
  public String oneOf(String... words) {
    String expected = words.length == 1 ? words[0] : "one of " + String.join(", ", words);
    String text = word(expected);
    if (!List.of(words).contains(text)) {
      throw expected(expected);
    }
    return text;
  }

  /** {@code true} or {@code false}. */
  public boolean flag() {
    return switch (word("true or false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw expected("true or false");
    };
  }

  /** A whole number within bounds, both included. */
  public int number(int least, int most) {
    return Math.toIntExact(number((long) least, most));
  }

  /** A whole number within bounds, both included. */
  public long number(long least, long most) {
    BigDecimal number = decimal(BigDecimal.valueOf(least), BigDecimal.valueOf(most), "a whole");
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw expected("a whole number from %d to %d".formatted(least, most));
    }
  }

  /** A number within bounds, both included, e.g. {@code 0.75}. */
  public double fraction(double least, double most) {
    return decimal(BigDecimal.valueOf(least), BigDecimal.valueOf(most), "a").doubleValue();
  }

  private BigDecimal decimal(BigDecimal least, BigDecimal most, String what) {
    String expected =
        "%s number from %s to %s".formatted(what, least.toPlainString(), most.toPlainString());
    String text = word(expected);
    if (!JSON_NUMBER.matcher(text).matches()) {
      throw expected(expected);
    }
    BigDecimal number = new BigDecimal(text);
    if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
      throw expected(expected);
    }
    return number;
  }

  /** A length of time greater than 0: a whole number and its unit, {@code ms s m h d}. */
  public Duration duration() {
    return duration(Duration.ofMillis(1), Duration.ofDays(366));
  }

  /** A length of time within bounds, both included. */
  public Duration duration(Duration least, Duration most) {
    String expected = "a duration such as 500ms, 2s or 5m";
    Matcher matcher = DURATION.matcher(word(expected));
    if (!matcher.matches()) {
      throw expected(expected);
    }
    long count = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        };
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw expected("a duration from %s to %s".formatted(shown(least), shown(most)));
    }
    return duration;
  }

  private static String shown(Duration duration) {
    if (duration.toMillis() % 1_000 != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    return seconds % 86_400 == 0
        ? seconds / 86_400 + "d"
        : seconds % 3_600 == 0
            ? seconds / 3_600 + "h"
            : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** An address with {@code http} or {@code https} and a host; user and password are refused. */
  public URI url() {
    String expected = "an address such as http://host:port";
    try {
      URI address = new URI(word(expected));
      boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      boolean plain = address.getRawUserInfo() == null && address.getRawFragment() == null;
      if (http && plain && address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw new SettingsException(expected(expected).getMessage(), e);
    }
    throw expected(expected);
  }

  private String word(String expected) {
    return scalar().filter(word -> !word.isBlank()).orElseThrow(() -> expected(expected));
  }

  /** The word that stands here; empty for lists, sections, and where nothing stands. */
  private Optional<String> scalar() {
    return node instanceof ScalarNode scalar && !nothing(scalar)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  private static boolean nothing(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL);
  }

  private SettingsException expected(String what) {
    String got;
    if (node instanceof ScalarNode scalar) {
      String text = scalar.getValue();
      String shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
      got = nothing(scalar) ? "nothing" : "\"" + shown.replaceAll("\\p{Cntrl}", " ") + "\"";
    } else {
      got = node instanceof SequenceNode ? "a list" : "settings by name";
    }
    return wrong("expected " + what + ", got " + got);
  }

  /** The same settings as JSON in one line, to be kept and parsed again. */
  public String json() {
    if (node instanceof MappingNode) {
      Section section = section();
      StringJoiner entries = new StringJoiner(",", "{", "}");
      for (String key : section.keys()) {
        entries.add(quoted(key) + ":" + section.required(key).json());
      }
      return entries.toString();
    }
    if (node instanceof SequenceNode) {
      StringJoiner entries = new StringJoiner(",", "[", "]");
      list().forEach(entry -> entries.add(entry.json()));
      return entries.toString();
    }
    ScalarNode scalar = (ScalarNode) node;
    String text = scalar.getValue();
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    if (nothing(scalar)) {
      return "null";
    }
    boolean literal = text.equals("true") || text.equals("false");
    return plain && (literal || JSON_NUMBER.matcher(text).matches()) ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  Value at(Node other) {
    return new Value(file, path, other.getStartMark().getLine() + 1, other);
  }

  Value below(String key, Node keyNode, Node valueNode) {
    String below = path.isEmpty() ? key : path + "." + key;
    return new Value(file, below, keyNode.getStartMark().getLine() + 1, valueNode);
  }
}
