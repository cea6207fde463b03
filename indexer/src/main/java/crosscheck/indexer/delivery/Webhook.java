package crosscheck.indexer.delivery;

import crosscheck.indexer.alert.Severity;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
