package crosscheck.indexer.alert;

import java.time.Duration;
import java.util.List;

/** Words for titles. */
final class Wording {

  private static final int MOST_NAMED = 3;

  private Wording() {}

  /** The beginning of a root, enough to recognise it. */
  static String brief(String root) {
    return root.length() > 10 ? root.substring(0, 10) + "…" : root;
  }

  /** Names, the first few of them. */
  static String names(List<String> names) {
    if (names.size() <= MOST_NAMED) {
      return enumerated(names);
    }
    int more = names.size() - (MOST_NAMED - 1);
    return String.join(", ", names.subList(0, MOST_NAMED - 1)) + " and " + more + " more";
  }

  private static String enumerated(List<String> names) {
    if (names.size() < 2) {
      return String.join("", names);
    }
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  static String count(long count, String one) {
    return count + " " + one + (count == 1 ? "" : "s");
  }

  /** A length of time, roughly. */
  static String roughly(Duration duration) {
    if (duration.toHours() >= 2) {
      return count(duration.toHours(), "hour");
    }
    return duration.toMinutes() >= 2
        ? count(duration.toMinutes(), "minute")
        : count(duration.toSeconds(), "second");
  }
}
