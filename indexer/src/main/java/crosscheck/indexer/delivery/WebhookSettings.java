package crosscheck.indexer.delivery;

import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom to tell, and how patiently.
 *
 * @param hooks with distinct names
 * @param page address of the page as others reach it, for links; empty: no links
 * @param timeout for one try, from connecting to the end of the answer
 * @param firstPause after the first failure; each further pause is twice as long
 * @param longestPause between two tries
 * @param giveUpAfter what is older is not tried any more
 * @param mostRefusals how often an answer 3xx or 4xx is taken before that delivery is given up: the
 *     same bytes will hardly do better. Not counted are 408, 425 and 429, which ask for patience
 */
public record WebhookSettings(
    List<Webhook> hooks,
    Optional<URI> page,
    Duration timeout,
    Duration firstPause,
    Duration longestPause,
    Duration giveUpAfter,
    int mostRefusals) {

  /** Nobody is told. */
  public static final WebhookSettings NONE =
      new WebhookSettings(
          List.of(),
          Optional.empty(),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          Duration.ofDays(1),
          5);

  /**
   * @throws IllegalArgumentException when two hooks have the same name
   */
  public WebhookSettings {
    Set<String> names = new HashSet<>();
    for (Webhook hook : hooks) {
      if (!names.add(hook.name())) {
        throw new IllegalArgumentException("two webhooks are named " + hook.name());
      }
    }
    hooks = List.copyOf(hooks);
  }

  /**
   * Reads the part {@code webhooks} of a settings file: a list.
   *
   * @throws SettingsException naming the line, when something in it cannot be used
   */
  public static WebhookSettings read(Value value) {
    List<Webhook> hooks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Value entry : value.list()) {
      Webhook hook = Webhook.read(entry);
      if (!names.add(hook.name())) {
        throw entry.wrong("two webhooks are named " + hook.name());
      }
      hooks.add(hook);
    }
    return NONE.with(hooks);
  }

  public WebhookSettings with(List<Webhook> wanted) {
    return new WebhookSettings(
        wanted, page, timeout, firstPause, longestPause, giveUpAfter, mostRefusals);
  }

  public WebhookSettings withPage(URI address) {
    return new WebhookSettings(
        hooks, Optional.of(address), timeout, firstPause, longestPause, giveUpAfter, mostRefusals);
  }

  public WebhookSettings withPauses(Duration first, Duration longest) {
    return new WebhookSettings(hooks, page, timeout, first, longest, giveUpAfter, mostRefusals);
  }

  public WebhookSettings withTimeout(Duration most) {
    return new WebhookSettings(
        hooks, page, most, firstPause, longestPause, giveUpAfter, mostRefusals);
  }

  public WebhookSettings withGiveUpAfter(Duration age) {
    return new WebhookSettings(hooks, page, timeout, firstPause, longestPause, age, mostRefusals);
  }

  /** The pause after some failures in a row, without jitter. */
  Duration pause(int failures) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(failures - 1, 30));
    return pause.compareTo(longestPause) > 0 ? longestPause : pause;
  }
}
