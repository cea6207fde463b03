package crosscheck.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a process does for the service. */
enum Role {
  /** Everything. */
  ALL,
  /** Judges and runs the sources, when no other process does; else stands by to take over. */
  INDEX,
  /** Serves the page and the API, and takes in what is pushed. */
  API;

  static Role of(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--role: expected one of %s, got \"%s\""
                        .formatted(
                            Arrays.stream(values())
                                .map(Role::word)
                                .collect(Collectors.joining(", ")),
                            word)));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
