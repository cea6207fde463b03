package crosscheck.indexer.delivery;

import crosscheck.indexer.alert.AlertSettings;
import crosscheck.indexer.alert.Severity;
import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who wants to be told of alerts.
 *
 * @param name in the database; another name is another hook, with nothing to be told yet
 * @param url where to POST, {@code http} or {@code https}
 * @param kind form of the body
 * @param secret key of the signature; empty: not signed
 * @param least alerts milder than this are not told
 * @param rules only alerts of these are told; empty: of all
 */
public record Webhook(
    String name, URI url, Kind kind, Optional<String> secret, Severity least, Set<String> rules) {

  /** Forms of the body. */
  public enum Kind {
    /** All there is about the alert, as JSON. */
    GENERIC,
    /** What Slack's incoming webhooks take. */
    SLACK,
    /** What Discord's webhooks take. */
    DISCORD;

    /** The word in settings, e.g. {@code slack}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** All words. */
    public static String[] words() {
      return Arrays.stream(values()).map(Kind::word).toArray(String[]::new);
    }
  }

  public Webhook {
    rules = Set.copyOf(rules);
  }

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

  /**
   * Reads an entry of the settings.
   *
   * @throws SettingsException naming the line, when something in it cannot be used
   */
  public static Webhook read(Value value) {
    Section section = value.section("name", "url", "kind", "secret", "severity", "rules");
    String kind = section.required("kind").oneOf(Kind.words());
    Set<String> rules = new LinkedHashSet<>();
    for (Value rule : section.optional("rules").map(Value::list).orElse(List.of())) {
      rules.add(rule.oneOf(AlertSettings.rules().toArray(String[]::new)));
    }
    return new Webhook(
        section.required("name").text(NAME, "a name of letters, digits, dots, dashes, at most 40"),
        section.required("url").url(),
        Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        section.optional("secret").map(Value::text),
        section.optional("severity").map(Severity::read).orElse(Severity.INFO),
        rules);
  }

  /** Of every alert. */
  public static Webhook of(String name, URI url, Kind kind) {
    return new Webhook(name, url, kind, Optional.empty(), Severity.INFO, Set.of());
  }

  /** Signed with a key. */
  public Webhook signed(String key) {
    return new Webhook(name, url, kind, Optional.of(key), least, rules);
  }

  boolean wants(String rule, Severity severity) {
    return severity.compareTo(least) >= 0 && (rules.isEmpty() || rules.contains(rule));
  }
}
